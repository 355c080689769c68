namespace HttpActors.Supervisor.Client;

/// <summary>The URL of the command line, where <c>http://</c> may be left out.</summary>
internal static class RequestUrl
{
    private const string SchemeEnd = "://";
    private const string Advice = "write for example http://localhost:8080/path";

    /// <exception cref="UsageException">It is none, or of another scheme.</exception>
    internal static Uri Parse(string text)
    {
        var scheme = SchemeOf(text);
        if (scheme is "https")
            throw new UsageException($"'{text}': this client has no TLS and speaks http:// only (ERR_INVALID_PROTOCOL); ask a server or proxy that speaks plain HTTP");
        if (scheme is not (null or "http"))
            throw new UsageException($"'{text}': the scheme '{scheme}' is not spoken (ERR_INVALID_PROTOCOL); {Advice}");

        return Uri.TryCreate(scheme is null ? $"http{SchemeEnd}{text}" : text, UriKind.Absolute, out var url) && url.IdnHost.Length > 0
            ? url
            : throw new UsageException($"'{text}' is not a URL (ERR_INVALID_URL); {Advice}");
    }

    /// <summary>As <c>Host</c> has it: no default port, IPv6 in brackets.</summary>
    internal static string HostField(Uri url)
    {
        var host = url.HostNameType == UriHostNameType.IPv6 ? $"[{url.IdnHost}]" : url.IdnHost;
        return url.IsDefaultPort ? host : $"{host}:{url.Port}";
    }

    private static string? SchemeOf(string text)
    {
        var end = text.IndexOf(SchemeEnd, StringComparison.Ordinal);
        return end >= 0 && text.AsSpan(0, end).IndexOfAnyExcept(SchemeCharacters) < 0 ? text[..end].ToLowerInvariant() : null;
    }

    private static readonly System.Buffers.SearchValues<char> SchemeCharacters =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
}
