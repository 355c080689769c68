namespace HttpActors.Protocol;

/// <summary>What a sender must keep to while writing content.</summary>
public static class BodyRules
{
    /// <summary>The error of content that is not as long as its Content-Length.</summary>
    /// <param name="declared">What Content-Length says.</param>
    /// <param name="actual">What was given.</param>
    /// <returns>The error, with both lengths in its message.</returns>
    public static LocalProtocolException Mismatch(long declared, long actual) => new(
        "ERR_HTTP_CONTENT_LENGTH_MISMATCH",
        $"The content of {actual} bytes does not match the Content-Length of {declared} bytes (RFC 9110 section 8.6).");
}
