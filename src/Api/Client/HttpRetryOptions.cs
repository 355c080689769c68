namespace HttpActors;

/// <summary>Which failed requests are tried again, and when.</summary>
/// <remarks>Only idempotent methods are (RFC 9110 section 9.2.2). A server's <c>Retry-After</c> wins over the growing delay.</remarks>
public sealed class HttpRetryOptions
{
    /// <summary>Attempts after the first. Default 5.</summary>
    public int MaxRetries { get; init => field = Ranges.AtLeast(0, value); } = 5;

    /// <summary>The delay before the second attempt; it doubles with each. Default 500 ms.</summary>
    public TimeSpan MinDelay { get; init => field = Ranges.Time(value, nameof(MinDelay)); } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest delay, also where a server asks for a longer one. Default 30 s.</summary>
    public TimeSpan MaxDelay { get; init => field = Ranges.Time(value, nameof(MaxDelay)); } = TimeSpan.FromSeconds(30);

    /// <summary>Statuses that are tried again. Default 429, 500, 502, 503, 504.</summary>
    public IReadOnlyCollection<int> StatusCodes { get; init; } = [429, 500, 502, 503, 504];

    /// <summary>Error codes that are tried again. Default those of the network: <c>ECONNRESET</c>, <c>ECONNREFUSED</c>, <c>ENOTFOUND</c>, <c>EAI_AGAIN</c>, <c>ENETUNREACH</c>, <c>EHOSTUNREACH</c>, <c>ETIMEDOUT</c>.</summary>
    public IReadOnlyCollection<string> Codes { get; init; } =
        ["ECONNRESET", "ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH", "ETIMEDOUT"];
}
