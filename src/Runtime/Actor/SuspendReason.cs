namespace Akka.Actor;

/// <summary>What an actor does when the last of the children it waits for has gone.</summary>
internal enum SuspendReason
{
    /// <summary>Nothing: a child was stopped by request.</summary>
    UserRequest,

    /// <summary>Tries the creation again.</summary>
    Creation,

    /// <summary>Finishes its restart.</summary>
    Recreation,

    /// <summary>Finishes its stop.</summary>
    Termination,
}
