namespace HttpActors.Protocol;

/// <summary>What the sender of a request wants; <see cref="Http1Connection.WriteRequestHead"/> adds what is missing.</summary>
public readonly ref struct RequestHeadSpec
{
    /// <summary>A token; case matters (RFC 9110 section 9.1).</summary>
    public string Method { get; init; }

    /// <summary>The target as it goes on the wire.</summary>
    public string Target { get; init; }

    /// <summary>The user's fields: order, case and duplicates are kept.</summary>
    public ReadOnlySpan<HeaderField> Fields { get; init; }

    /// <summary>Added as the first field when the user's fields have no Host. Null: none is added.</summary>
    public string? Host { get; init; }

    /// <summary>
    /// The length of the content, if all of it is known now. 0 is sent as Content-Length: 0 only with methods that
    /// anticipate content (RFC 9110 section 8.6). Null: unknown, so chunked, whatever the method.
    /// </summary>
    public long? BodyLength { get; init; }

    /// <summary>Automatic fields that stay away.</summary>
    public OmittedFields Omit { get; init; }

    /// <summary>This request is the last one of the connection.</summary>
    public bool Close { get; init; }
}
