namespace HttpActors;

/// <summary>How far a request was when it failed.</summary>
public enum HttpPhase
{
    /// <summary>Not a client's request, or not under way.</summary>
    None,

    /// <summary>It waited for a connection.</summary>
    Queue,

    /// <summary>Its connection was being made.</summary>
    Connect,

    /// <summary>It was being sent.</summary>
    Send,

    /// <summary>It was sent, and the head of the response was awaited.</summary>
    Headers,

    /// <summary>The response's body was under way.</summary>
    Body,
}
