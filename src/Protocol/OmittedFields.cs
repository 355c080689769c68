namespace HttpActors.Protocol;

/// <summary>Automatic fields the user removed; the head writer does not add them back.</summary>
[Flags]
public enum OmittedFields : byte
{
    /// <summary>Nothing was removed.</summary>
    None = 0,

    /// <summary>No <c>Date</c> is added.</summary>
    Date = 1,

    /// <summary>No <c>Connection</c> is added; the connection persists or closes by the version's default.</summary>
    Connection = 2,

    /// <summary>No <c>Keep-Alive</c> hint is added.</summary>
    KeepAlive = 4,

    /// <summary>No <c>Content-Length</c> is added.</summary>
    ContentLength = 8,

    /// <summary>No <c>Transfer-Encoding</c> is added; without <c>Content-Length</c> too, the content ends with the connection.</summary>
    TransferEncoding = 16,

    /// <summary>No <c>Host</c> is added; requests only.</summary>
    Host = 32,
}
