namespace HttpActors;

/// <summary>How requests are forwarded to an actor. Read when the forwarding is set up; never changed by it.</summary>
public sealed class ActorHandlerOptions
{
    /// <summary>How long the actor may take for an answer, from the end of the request body on; then 504. Default 30 s; at least a millisecond, on the server's clock.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Octets of a request body that are collected for the message, more is answered with 413. Default 1 MiB; 0: no
    /// body at all. Akka.Remote has a limit of its own (<c>maximum-frame-size</c>, 128,000 octets unless configured).
    /// </summary>
    public long MaxBodySize { get; init; } = 1024 * 1024;

    internal ActorHandlerOptions Checked()
    {
        if (Timeout < TimeSpan.FromMilliseconds(1) || Timeout > TimeSpan.FromDays(49))
        {
            throw new HttpRangeException("ERR_OUT_OF_RANGE", nameof(Timeout), "Timeout must be between a millisecond and 49 days.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(MaxBodySize);
        return this;
    }
}
