namespace Akka.Actor;

// The exceptions stand together: each is a name and its constructors.

/// <summary>The base of the runtime's own exceptions.</summary>
public abstract class AkkaException : Exception
{
    /// <summary>Creates an exception.</summary>
    protected AkkaException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="cause">Why; may be null.</param>
    protected AkkaException(string? message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>Why; may be null.</summary>
    protected Exception? Cause => InnerException;
}

/// <summary>An actor could not be made: its constructor, its producer or its PreStart threw.</summary>
public class ActorInitializationException : AkkaException
{
    /// <summary>Creates an exception.</summary>
    public ActorInitializationException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What happened.</param>
    public ActorInitializationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="cause">Why.</param>
    public ActorInitializationException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="actor">The actor concerned.</param>
    /// <param name="message">What happened.</param>
    /// <param name="cause">Why; may be null.</param>
    public ActorInitializationException(IActorRef? actor, string message, Exception? cause = null)
        : base(message, cause) => Actor = actor;

    /// <summary>The actor concerned; may be null.</summary>
    public IActorRef? Actor { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Actor is null ? base.ToString() : $"{Actor}: {base.ToString()}";
}

/// <summary>PreRestart threw. It is logged, and the restart goes on.</summary>
public class PreRestartException : ActorInitializationException
{
    /// <summary>Creates an exception.</summary>
    /// <param name="actor">The actor concerned.</param>
    /// <param name="restartException">What PreRestart threw.</param>
    /// <param name="cause">Why the actor was to be restarted.</param>
    /// <param name="optionalMessage">The message it had failed on; may be null.</param>
    public PreRestartException(IActorRef actor, Exception restartException, Exception? cause, object? optionalMessage)
        : base(actor, "Exception pre restart (" + restartException.GetType() + ")", cause)
    {
        RestartException = restartException;
        OptionalMessage = optionalMessage;
    }

    /// <summary>What PreRestart threw.</summary>
    public Exception RestartException { get; }

    /// <summary>The message the actor had failed on; may be null.</summary>
    public object? OptionalMessage { get; }
}

/// <summary>The constructor or PostRestart of the new instance threw; the supervisor decides again.</summary>
public class PostRestartException : ActorInitializationException
{
    /// <summary>Creates an exception.</summary>
    /// <param name="actor">The actor concerned.</param>
    /// <param name="cause">What was thrown.</param>
    /// <param name="originalCause">Why the actor was restarted.</param>
    public PostRestartException(IActorRef actor, Exception cause, Exception? originalCause)
        : base(actor, "Exception post restart (" + (originalCause is null ? "null" : originalCause.GetType().ToString()) + ")", cause) =>
        OriginalCause = originalCause;

    /// <summary>Why the actor was restarted.</summary>
    public Exception? OriginalCause { get; }
}

/// <summary>A <see cref="Kill"/> message was received.</summary>
public class ActorKilledException : AkkaException
{
    /// <summary>Creates an exception.</summary>
    public ActorKilledException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What happened.</param>
    public ActorKilledException(string message)
        : base(message)
    {
    }
}

/// <summary>A <see cref="Terminated"/> was received and not handled.</summary>
public class DeathPactException : AkkaException
{
    /// <summary>Creates an exception.</summary>
    /// <param name="deadActor">Who had ended.</param>
    public DeathPactException(IActorRef deadActor)
        : base("Monitored actor [" + deadActor + "] terminated") => DeadActor = deadActor;

    /// <summary>Who had ended.</summary>
    public IActorRef DeadActor { get; }
}

/// <summary>A name is malformed or taken.</summary>
public class InvalidActorNameException : AkkaException
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">What is wrong.</param>
    public InvalidActorNameException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">Why.</param>
    public InvalidActorNameException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>A path for a selection is malformed.</summary>
public class IllegalActorNameException : AkkaException
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">What is wrong.</param>
    public IllegalActorNameException(string message)
        : base(message)
    {
    }
}

/// <summary>Something was asked of an actor that its state does not allow.</summary>
public class IllegalActorStateException : AkkaException
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">What is wrong.</param>
    public IllegalActorStateException(string message)
        : base(message)
    {
    }
}

/// <summary>A message was null.</summary>
public class InvalidMessageException : AkkaException
{
    /// <summary>Creates an exception.</summary>
    public InvalidMessageException()
        : this("Message is null")
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What is wrong.</param>
    public InvalidMessageException(string message)
        : base(message)
    {
    }
}

/// <summary>An Ask had no answer in time.</summary>
public class AskTimeoutException : AkkaException
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">What happened.</param>
    public AskTimeoutException(string message)
        : base(message)
    {
    }
}

/// <summary>A selection did not resolve to an actor.</summary>
public class ActorNotFoundException : AkkaException
{
    /// <summary>Creates an exception.</summary>
    public ActorNotFoundException()
    {
    }

    /// <summary>Creates an exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why; may be null.</param>
    public ActorNotFoundException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>The scheduler was used after its end.</summary>
public sealed class SchedulerException : AkkaException
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">What happened.</param>
    public SchedulerException(string message)
        : base(message)
    {
    }
}
