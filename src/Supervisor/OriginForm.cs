namespace HttpActors.Supervisor;

/// <summary>Path and query of a request target (RFC 9112 section 3.2.1).</summary>
internal static class OriginForm
{
    /// <summary>
    /// In absolute form they start after the authority, and the path may be absent (RFC 9112 section 3.2.2). What is no URL of
    /// this protocol is left as it is, among it a path that has one in it.
    /// </summary>
    internal static ReadOnlySpan<char> Of(ReadOnlySpan<char> target)
    {
        if (!target.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            && !target.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return target;
        var rest = target[(target.IndexOf('/') + 2)..];
        var path = rest.IndexOfAny('/', '?');
        return path < 0 ? "/" : rest[path..];
    }
}
