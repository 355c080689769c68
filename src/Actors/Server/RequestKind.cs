namespace HttpActors.Actors.Server;

/// <summary>How a request is to be taken.</summary>
internal enum RequestKind : byte
{
    /// <summary>An ordinary request.</summary>
    Ordinary,

    /// <summary>It waits for 100 before it sends its body (RFC 9110 section 10.1.1).</summary>
    Continue,

    /// <summary>It expects something that only the program can know.</summary>
    Expectation,

    /// <summary>It wants a tunnel (RFC 9110 section 9.3.6).</summary>
    Connect,

    /// <summary>It wants another protocol (RFC 9110 section 7.8).</summary>
    Upgrade,
}
