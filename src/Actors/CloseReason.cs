namespace HttpActors.Actors;

/// <summary>Why a connection ended. The first reason wins.</summary>
internal enum CloseReason : byte
{
    None,

    /// <summary>The peer ended it between two exchanges: nobody's fault.</summary>
    PeerClosed,

    /// <summary>The peer went away in the middle of an exchange.</summary>
    PeerAborted,

    /// <summary>The transport failed: reset, unreachable, broken pipe.</summary>
    TransportFailed,

    /// <summary>The last response that this connection may carry was sent.</summary>
    LastResponse,

    /// <summary>The peer broke the protocol or a limit; it was answered and is not read any more.</summary>
    ProtocolError,

    /// <summary>No request came within the keep-alive time.</summary>
    KeepAliveTimeout,

    /// <summary>A request head took too long.</summary>
    HeadersTimeout,

    /// <summary>A request body came too slowly, or a request took too long as a whole.</summary>
    RequestTimeout,

    /// <summary>Nothing moved in either direction for the inactivity time.</summary>
    InactivityTimeout,

    /// <summary>A handler failed.</summary>
    HandlerFailed,

    /// <summary>User code destroyed it.</summary>
    Destroyed,

    /// <summary>A handler wrote on although the peer did not read, beyond the hard cap.</summary>
    OutputLimit,

    /// <summary>The server drains: the connection was idle.</summary>
    ServerClosing,

    /// <summary>The server or its actor system stopped.</summary>
    ServerStopped,

    /// <summary>Nobody listens for what the peer asked (CONNECT).</summary>
    NotAccepted,

    /// <summary>Octets came on an idle connection of a client.</summary>
    Poisoned,

    /// <summary>Nothing of a response's body was heard or taken for the body timeout.</summary>
    BodyTimeout,

    /// <summary>More of a response's body was left than is worth throwing away.</summary>
    Discarded,

    /// <summary>A client's connection could not be established.</summary>
    ConnectFailed,

    /// <summary>The agent has no use for an idle connection any more: it is too old, too many are idle, or the agent closes.</summary>
    Retired,

    /// <summary>It was upgraded or a tunnel, and both directions have ended.</summary>
    TunnelEnded,

    /// <summary>The connection actor itself failed: a defect of ours.</summary>
    ActorFailed,
}
