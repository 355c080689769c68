namespace HttpActors.Protocol;

/// <summary>How the end of a message's content is found (RFC 9112 section 6.3).</summary>
public enum BodyFraming : byte
{
    /// <summary>There is no content; the message ends with its head.</summary>
    None,

    /// <summary>As many bytes as Content-Length says, maybe zero.</summary>
    ContentLength,

    /// <summary>The chunked transfer coding (RFC 9112 section 7.1).</summary>
    Chunked,

    /// <summary>Everything until the connection is closed; responses only.</summary>
    UntilClose,
}
