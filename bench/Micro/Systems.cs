using Akka.Actor;

namespace HttpActors.Bench.Micro;

internal static class Systems
{
    private const string Quiet = "akka { loggers = [], stdout-loglevel = OFF, coordinated-shutdown.run-by-clr-shutdown-hook = off }";
    private static int _number;

    public static ActorSystem Create() => ActorSystem.Create("bench" + Interlocked.Increment(ref _number), Quiet);
}

internal sealed class Producer(Func<ActorBase> make) : IIndirectActorProducer
{
    public Type ActorType => typeof(UntypedActor);

    public ActorBase Produce() => make();

    public void Release(ActorBase actor)
    {
    }
}
