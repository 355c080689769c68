namespace Akka.Actor;

/// <summary>The outcome of something, as a message.</summary>
public abstract class Status
{
    /// <summary>Creates a status.</summary>
    protected Status()
    {
    }

    /// <summary>It went well.</summary>
    public sealed class Success : Status
    {
        /// <summary>Without a value.</summary>
        public static readonly Success Instance = new(null);

        /// <summary>The value; may be null.</summary>
        public readonly object? Status;

        /// <summary>Creates the message.</summary>
        /// <param name="status">The value; may be null.</param>
        public Success(object? status) => Status = status;

        /// <inheritdoc/>
        public override string ToString() => Status is null ? "Success" : $"Success: {Status}";
    }

    /// <summary>It failed. An Ask answered with this fails with <see cref="Cause"/>.</summary>
    public sealed class Failure : Status
    {
        /// <summary>Why.</summary>
        public readonly Exception Cause;

        /// <summary>More about it; may be null.</summary>
        public readonly object? State;

        /// <summary>Creates the message.</summary>
        /// <param name="cause">Why.</param>
        public Failure(Exception cause)
            : this(cause, null)
        {
        }

        /// <summary>Creates the message.</summary>
        /// <param name="cause">Why.</param>
        /// <param name="state">More about it; may be null.</param>
        public Failure(Exception cause, object? state)
        {
            Cause = cause;
            State = state;
        }

        /// <inheritdoc/>
        public override string ToString() => State is null ? $"Failure: {Cause}" : $"Failure[{State}]: {Cause}";
    }
}
