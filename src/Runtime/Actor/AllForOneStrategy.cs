namespace Akka.Actor;

/// <summary>Treats all children as the one that failed.</summary>
public class AllForOneStrategy : SupervisorStrategy, IEquatable<AllForOneStrategy>
{
    /// <summary>Creates a strategy.</summary>
    /// <param name="maxNrOfRetries">Restarts allowed within the time range; null or -1 for any number, 0 for none. Beyond it the child is stopped.</param>
    /// <param name="withinTimeRange">The time range; null for the actor's whole life.</param>
    /// <param name="localOnlyDecider">Maps exceptions to directives.</param>
    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), localOnlyDecider)
    {
    }

    /// <summary>Creates a strategy.</summary>
    /// <param name="maxNrOfRetries">Restarts allowed within the time range; null or -1 for any number, 0 for none. Beyond it the child is stopped.</param>
    /// <param name="withinTimeRange">The time range; null for the actor's whole life.</param>
    /// <param name="decider">Maps exceptions to directives.</param>
    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, IDecider decider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), decider)
    {
    }

    /// <summary>Creates a strategy.</summary>
    /// <param name="maxNrOfRetries">Restarts allowed within the time range; -1 for any number, 0 for none. Beyond it the child is stopped.</param>
    /// <param name="withinTimeMilliseconds">The time range in milliseconds; -1 for the actor's whole life.</param>
    /// <param name="localOnlyDecider">Maps exceptions to directives.</param>
    /// <param name="loggingEnabled">Whether failures are published as log events.</param>
    public AllForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(maxNrOfRetries, withinTimeMilliseconds, new LocalOnlyDecider(localOnlyDecider), loggingEnabled)
    {
    }

    /// <summary>Creates a strategy.</summary>
    /// <param name="maxNrOfRetries">Restarts allowed within the time range; -1 for any number, 0 for none. Beyond it the child is stopped.</param>
    /// <param name="withinTimeMilliseconds">The time range in milliseconds; -1 for the actor's whole life.</param>
    /// <param name="decider">Maps exceptions to directives.</param>
    /// <param name="loggingEnabled">Whether failures are published as log events.</param>
    public AllForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled = true)
    {
        MaxNumberOfRetries = maxNrOfRetries;
        WithinTimeRangeMilliseconds = withinTimeMilliseconds;
        Decider = decider;
        LoggingEnabled = loggingEnabled;
    }

    /// <summary>Creates a strategy without limit.</summary>
    /// <param name="localOnlyDecider">Maps exceptions to directives.</param>
    public AllForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : this(-1, -1, localOnlyDecider)
    {
    }

    /// <summary>Creates a strategy without limit.</summary>
    /// <param name="decider">Maps exceptions to directives.</param>
    public AllForOneStrategy(IDecider decider)
        : this(-1, -1, decider)
    {
    }

    /// <summary>Creates a strategy with <see cref="SupervisorStrategy.DefaultDecider"/>, without limit.</summary>
    protected AllForOneStrategy()
        : this(DefaultDecider)
    {
    }

    /// <inheritdoc/>
    public override IDecider Decider { get; }

    /// <summary>Restarts allowed within the time range; -1 for any number.</summary>
    public int MaxNumberOfRetries { get; }

    /// <summary>The time range in milliseconds; -1 for the actor's whole life.</summary>
    public int WithinTimeRangeMilliseconds { get; }

    /// <inheritdoc/>
    public bool Equals(AllForOneStrategy? other) =>
        ReferenceEquals(this, other)
        || (other is not null && MaxNumberOfRetries == other.MaxNumberOfRetries
            && WithinTimeRangeMilliseconds == other.WithinTimeRangeMilliseconds && Decider.Equals(other.Decider));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AllForOneStrategy);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MaxNumberOfRetries, WithinTimeRangeMilliseconds, Decider);

    /// <inheritdoc/>
    protected override Directive Handle(IActorRef child, Exception exception) => Decider.Decide(exception);

    internal override void ProcessFailure(ActorCell cell, bool restart, LocalActorRef child, Exception cause)
    {
        var children = cell.SnapshotChildren();
        var all = restart;
        foreach (var each in children) all = all && cell.RequestRestart(each, MaxNumberOfRetries, WithinTimeRangeMilliseconds);
        foreach (var each in children)
        {
            if (!all)
            {
                cell.Stop(each);
                continue;
            }

            // The failed child has suspended itself; the others are suspended so that each Recreate is balanced.
            if (!ReferenceEquals(each, child)) each.Suspend();
            each.Restart(cause);
        }
    }

    private static int Milliseconds(TimeSpan? range) => (int)(range ?? Timeout.InfiniteTimeSpan).TotalMilliseconds;
}
