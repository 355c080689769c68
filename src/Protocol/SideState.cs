namespace HttpActors.Protocol;

/// <summary>What one side of the connection is doing.</summary>
public enum SideState : byte
{
    /// <summary>Between messages.</summary>
    Idle,

    /// <summary>Server only: a request came, its final response has not begun.</summary>
    SendResponse,

    /// <summary>The head is sent, the content is not complete.</summary>
    SendBody,

    /// <summary>The message is complete and another may follow.</summary>
    Done,

    /// <summary>Client only: the request is complete and asked for another protocol; the answer decides.</summary>
    MightSwitchProtocol,

    /// <summary>This side no longer speaks HTTP.</summary>
    SwitchedProtocol,

    /// <summary>The message is complete and none may follow; all that is left is to close.</summary>
    MustClose,

    /// <summary>This side has closed.</summary>
    Closed,

    /// <summary>This side broke the protocol.</summary>
    Error,
}
