namespace HttpActors.Protocol;

/// <summary>What the sender of a response wants; <see cref="Http1Connection.WriteResponseHead"/> adds what is missing.</summary>
public readonly ref struct ResponseHeadSpec
{
    /// <summary>200 to 999, or 101 where the request asked for an upgrade.</summary>
    public int StatusCode { get; init; }

    /// <summary>Null takes it from <see cref="StatusCodes"/>, where unknown codes give <c>unknown</c>; empty is allowed.</summary>
    public string? ReasonPhrase { get; init; }

    /// <summary>The user's fields: order, case and duplicates are kept.</summary>
    public ReadOnlySpan<HeaderField> Fields { get; init; }

    /// <summary>The length of the content, if all of it is known now. Null: unknown, so chunked, or until close for an HTTP/1.0 peer.</summary>
    public long? BodyLength { get; init; }

    /// <summary>Automatic fields that stay away.</summary>
    public OmittedFields Omit { get; init; }

    /// <summary>29 bytes of IMF-fixdate (<see cref="HttpDate"/>); empty: no Date is added.</summary>
    public ReadOnlySpan<byte> Date { get; init; }

    /// <summary>Seconds for the Keep-Alive hint; 0: no hint.</summary>
    public int KeepAliveTimeoutSeconds { get; init; }

    /// <summary><c>max</c> of the Keep-Alive hint; 0: not sent.</summary>
    public int KeepAliveMaxRequests { get; init; }

    /// <summary>This response is the last one of the connection: it says close, and nothing behind its request is read.</summary>
    public bool Close { get; init; }

    /// <summary>
    /// This response says close, but another cycle may follow all the same: for a server that still refuses requests
    /// pipelined beyond a limit, instead of ignoring them as RFC 9112 section 9.6 has it.
    /// </summary>
    public bool AnnounceClose { get; init; }
}
