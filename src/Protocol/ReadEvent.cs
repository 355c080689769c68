namespace HttpActors.Protocol;

/// <summary>What <see cref="Http1Connection.Read"/> found at the front of the input.</summary>
public enum ReadEvent : byte
{
    /// <summary>Everything given has been looked at; what is left must be presented again, followed by more bytes.</summary>
    NeedMore,

    /// <summary>The peer's message is complete and ours is not, or the protocol may be switched: the rest of the input stays unparsed.</summary>
    Paused,

    /// <summary>A request head is complete: <see cref="Http1Connection.RequestHead"/>.</summary>
    RequestHead,

    /// <summary>A 1xx response is complete: <see cref="Http1Connection.ResponseHead"/>; the final one is still to come (except after 101).</summary>
    Informational,

    /// <summary>A final response head is complete: <see cref="Http1Connection.ResponseHead"/>.</summary>
    ResponseHead,

    /// <summary>Content bytes: <see cref="Http1Connection.Data"/>; never empty.</summary>
    Data,

    /// <summary>The message is complete: <see cref="Http1Connection.Trailers"/>.</summary>
    EndOfMessage,

    /// <summary>The peer will send nothing more that we may read; no message was cut short.</summary>
    Closed,

    /// <summary>The peer broke a rule or a limit: <see cref="Http1Connection.Error"/>. Every later read gives the same answer.</summary>
    Error,
}
