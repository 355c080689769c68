using Akka.Actor;
using Akka.Event;

namespace HttpActors.Hosting;

/// <summary>Writes the warnings and errors of the shared actor system to standard error, a line each.</summary>
internal sealed class StandardErrorLog : UntypedActor
{
    public static Props Props { get; } = Akka.Actor.Props.CreateBy(new Producer());

    protected override void OnReceive(object message)
    {
        if (message is LogEvent entry)
        {
            Console.Error.WriteLine(entry.ToString());
        }
    }

    private sealed class Producer : IIndirectActorProducer
    {
        public Type ActorType => typeof(StandardErrorLog);

        public ActorBase Produce() => new StandardErrorLog();

        public void Release(ActorBase actor)
        {
        }
    }
}
