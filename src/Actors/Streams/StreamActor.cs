using System.Diagnostics;
using Akka.Actor;

namespace HttpActors.Actors.Streams;

/// <summary>One call to the observers of a server-wide stream.</summary>
internal abstract class StreamDelivery
{
    /// <summary>The span that was current where it was published.</summary>
    public Activity? Activity { get; } = Activity.Current;

    public abstract void Deliver();
}

/// <summary>
/// Delivers the server-wide observables: many connections publish at once, Rx wants one call at a time.
/// </summary>
/// <remarks>
/// Back-pressure needs no queue limit here: a connection has one request under way, so no more than one delivery a
/// connection waits.
/// </remarks>
internal sealed class StreamActor : UntypedActor
{
    private readonly Action _stopped;

    private StreamActor(Action stopped) => _stopped = stopped;

    /// <param name="stopped">Told when nothing will be delivered any more.</param>
    public static Props Props(Action stopped) => Akka.Actor.Props.CreateBy(new ActorProducer<StreamActor>(() => new StreamActor(stopped)));

    protected override void PostStop() => _stopped();

    protected override void OnReceive(object message)
    {
        if (message is StreamDelivery delivery)
        {
            if (delivery.Activity is { IsStopped: false } activity)
            {
                Activity.Current = activity;
            }

            delivery.Deliver();
            Activity.Current = null;
        }
        else
        {
            Unhandled(message);
        }
    }
}
