namespace HttpActors.Protocol;

/// <summary>A rule or limit the peer broke.</summary>
/// <param name="StatusCode">The status a server should answer with: 400, 413, 414, 431, 501 or 505.</param>
/// <param name="Code">Node's name for it: <c>HPE_*</c> or <c>ERR_*</c>. Stable.</param>
/// <param name="Message">The rule with its RFC section, or the limit with its value. Never holds bytes of the peer.</param>
public sealed record ProtocolError(int StatusCode, string Code, string Message)
{
    /// <summary>The name of the limit that was exceeded, as <see cref="Http1Limits"/> or the server's options have it; null for a rule.</summary>
    public string? Limit { get; init; }
}
