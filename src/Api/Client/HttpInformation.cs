namespace HttpActors;

/// <summary>An informational response (1xx), before the final one.</summary>
/// <param name="StatusCode">100, or 102 to 199.</param>
/// <param name="StatusMessage">The reason phrase, maybe empty.</param>
/// <param name="HttpVersion">1.0 or 1.1.</param>
/// <param name="Headers">Its fields; <see cref="HttpHeaders.Raw"/> has every line.</param>
public sealed record HttpInformation(int StatusCode, string StatusMessage, Version HttpVersion, HttpHeaders Headers);
