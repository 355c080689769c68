using Akka.Actor;

namespace HttpActors.Supervisor.Hosting;

/// <summary>
/// One deadline of an actor, told as a message. On the clock that everything else is on, not on the actor system's
/// scheduler, so that a test moves all times together.
/// </summary>
internal sealed class Deadline(TimeProvider clock, IActorRef owner)
{
    private ITimer? _timer;
    private Passed? _armed;

    internal void Set(TimeSpan after)
    {
        Clear();
        var passed = new Passed();
        _armed = passed;
        _timer = clock.CreateTimer(_ => owner.Tell(passed), null, after, Timeout.InfiniteTimeSpan);
    }

    internal void Clear()
    {
        _timer?.Dispose();
        (_timer, _armed) = (null, null);
    }

    /// <summary>False for one that was cleared while its message was under way.</summary>
    internal bool Is(Passed passed) => ReferenceEquals(_armed, passed);

    internal sealed class Passed;
}
