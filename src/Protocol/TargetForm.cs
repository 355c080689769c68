namespace HttpActors.Protocol;

/// <summary>The four forms of a request target (RFC 9112 section 3.2).</summary>
public enum TargetForm : byte
{
    /// <summary><c>/path?query</c></summary>
    Origin,

    /// <summary><c>http://host/path</c>, sent to proxies and valid everywhere.</summary>
    Absolute,

    /// <summary><c>host:port</c>, with CONNECT only.</summary>
    Authority,

    /// <summary><c>*</c>, with OPTIONS only.</summary>
    Asterisk,
}
