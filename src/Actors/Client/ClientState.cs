namespace HttpActors.Actors.Client;

/// <summary>What a client connection is doing.</summary>
internal enum ClientState : byte
{
    /// <summary>Nothing; octets that come now are poison.</summary>
    Idle,

    /// <summary>A request is under way, the head of its response has not come.</summary>
    AwaitingHead,

    /// <summary>The response's body is under way.</summary>
    ReadingBody,

    /// <summary>The response is complete, the request is not.</summary>
    Finishing,

    /// <summary>Another protocol has the connection.</summary>
    Switched,

    /// <summary>The last octets are on their way out, nothing is read any more.</summary>
    Closing,

    /// <summary>Over.</summary>
    Closed,
}
