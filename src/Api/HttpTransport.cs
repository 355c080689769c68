namespace HttpActors;

/// <summary>What moves the bytes of a server's connections and runs their turns.</summary>
public enum HttpTransport
{
    /// <summary>
    /// Event loops where the system has them, the thread pool elsewhere. The switch <c>HttpActors.EventLoops</c> of the
    /// runtime configuration, or the environment variable <c>HTTPACTORS_EVENT_LOOPS</c>, set to <c>false</c> or
    /// <c>0</c>, makes it the thread pool everywhere.
    /// </summary>
    Automatic,

    /// <summary>One event loop a core: a connection's turn runs on the thread that saw its socket become ready. Linux.</summary>
    EventLoops,

    /// <summary>The thread pool, on every system.</summary>
    ThreadPool,
}
