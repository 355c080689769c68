namespace HttpActors;

/// <summary>Which idle connection a request gets.</summary>
public enum HttpScheduling
{
    /// <summary>The one used last: connections that are not needed become idle and are closed.</summary>
    Lifo,

    /// <summary>The one idle longest: the load is spread.</summary>
    Fifo,
}
