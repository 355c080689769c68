namespace HttpActors.Protocol;

/// <summary>What a sender must keep to while writing content.</summary>
internal static class BodyRules
{
    public static LocalProtocolException Mismatch(long declared, long actual) => new(
        "ERR_HTTP_CONTENT_LENGTH_MISMATCH",
        $"The content of {actual} bytes does not match the Content-Length of {declared} bytes (RFC 9110 section 8.6).");
}
