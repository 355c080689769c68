namespace HttpActors.Actors.Server;

/// <summary>What a server connection is doing.</summary>
internal enum SessionState : byte
{
    /// <summary>No exchange; the next octets belong to a request head.</summary>
    AwaitingHead,

    /// <summary>Handlers are being called with a new request.</summary>
    Dispatching,

    /// <summary>The request body and the response are both incomplete.</summary>
    ReadingBody,

    /// <summary>The request is complete, the response is not.</summary>
    Responding,

    /// <summary>The response is complete, the request body is not.</summary>
    Draining,

    /// <summary>HTTP has ended; octets go through as they are.</summary>
    Switched,

    /// <summary>The last octets are on their way out; what comes in is thrown away.</summary>
    Closing,

    /// <summary>Over.</summary>
    Closed,
}
