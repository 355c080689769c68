namespace Akka.Actor;

/// <summary>Treats the failed child alone.</summary>
public class OneForOneStrategy : SupervisorStrategy, IEquatable<OneForOneStrategy>
{
    /// <summary>Creates a strategy.</summary>
    /// <param name="maxNrOfRetries">Restarts allowed within the time range; null or -1 for any number, 0 for none. Beyond it the child is stopped.</param>
    /// <param name="withinTimeRange">The time range; null for the actor's whole life.</param>
    /// <param name="localOnlyDecider">Maps exceptions to directives.</param>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), localOnlyDecider)
    {
    }

    /// <summary>Creates a strategy.</summary>
    /// <param name="maxNrOfRetries">Restarts allowed within the time range; null or -1 for any number, 0 for none. Beyond it the child is stopped.</param>
    /// <param name="withinTimeRange">The time range; null for the actor's whole life.</param>
    /// <param name="decider">Maps exceptions to directives.</param>
    public OneForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, IDecider decider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), decider)
    {
    }

    /// <summary>Creates a strategy.</summary>
    /// <param name="maxNrOfRetries">Restarts allowed within the time range; -1 for any number, 0 for none. Beyond it the child is stopped.</param>
    /// <param name="withinTimeMilliseconds">The time range in milliseconds; -1 for the actor's whole life.</param>
    /// <param name="localOnlyDecider">Maps exceptions to directives.</param>
    /// <param name="loggingEnabled">Whether failures are published as log events.</param>
    public OneForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(maxNrOfRetries, withinTimeMilliseconds, new LocalOnlyDecider(localOnlyDecider), loggingEnabled)
    {
    }

    /// <summary>Creates a strategy.</summary>
    /// <param name="maxNrOfRetries">Restarts allowed within the time range; -1 for any number, 0 for none. Beyond it the child is stopped.</param>
    /// <param name="withinTimeMilliseconds">The time range in milliseconds; -1 for the actor's whole life.</param>
    /// <param name="decider">Maps exceptions to directives.</param>
    /// <param name="loggingEnabled">Whether failures are published as log events.</param>
    public OneForOneStrategy(int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool loggingEnabled = true)
    {
        MaxNumberOfRetries = maxNrOfRetries;
        WithinTimeRangeMilliseconds = withinTimeMilliseconds;
        Decider = decider;
        LoggingEnabled = loggingEnabled;
    }

    /// <summary>Creates a strategy without limit.</summary>
    /// <param name="localOnlyDecider">Maps exceptions to directives.</param>
    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : this(-1, -1, localOnlyDecider)
    {
    }

    /// <summary>Creates a strategy without limit.</summary>
    /// <param name="localOnlyDecider">Maps exceptions to directives.</param>
    /// <param name="loggingEnabled">Whether failures are published as log events.</param>
    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider, bool loggingEnabled = true)
        : this(-1, -1, localOnlyDecider, loggingEnabled)
    {
    }

    /// <summary>Creates a strategy without limit.</summary>
    /// <param name="decider">Maps exceptions to directives.</param>
    public OneForOneStrategy(IDecider decider)
        : this(-1, -1, decider)
    {
    }

    /// <summary>Creates a strategy with <see cref="SupervisorStrategy.DefaultDecider"/>, without limit.</summary>
    protected OneForOneStrategy()
        : this(DefaultDecider)
    {
    }

    /// <inheritdoc/>
    public override IDecider Decider { get; }

    /// <summary>Restarts allowed within the time range; -1 for any number.</summary>
    public int MaxNumberOfRetries { get; }

    /// <summary>The time range in milliseconds; -1 for the actor's whole life.</summary>
    public int WithinTimeRangeMilliseconds { get; }

    /// <summary>The same strategy with another limit.</summary>
    /// <param name="maxNrOfRetries">Restarts allowed within the time range; -1 for any number.</param>
    public OneForOneStrategy WithMaxNrOfRetries(int maxNrOfRetries) => new(maxNrOfRetries, WithinTimeRangeMilliseconds, Decider);

    /// <inheritdoc/>
    public bool Equals(OneForOneStrategy? other) =>
        ReferenceEquals(this, other)
        || (other is not null && MaxNumberOfRetries == other.MaxNumberOfRetries
            && WithinTimeRangeMilliseconds == other.WithinTimeRangeMilliseconds && Decider.Equals(other.Decider));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as OneForOneStrategy);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MaxNumberOfRetries, WithinTimeRangeMilliseconds, Decider);

    /// <inheritdoc/>
    protected override Directive Handle(IActorRef child, Exception exception) => Decider.Decide(exception);

    internal override void ProcessFailure(ActorCell cell, bool restart, LocalActorRef child, Exception cause)
    {
        if (restart && cell.RequestRestart(child, MaxNumberOfRetries, WithinTimeRangeMilliseconds)) child.Restart(cause);
        else cell.Stop(child);
    }

    private static int Milliseconds(TimeSpan? range) => (int)(range ?? Timeout.InfiniteTimeSpan).TotalMilliseconds;
}
