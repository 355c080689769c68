using System.Text;
using HttpActors.Actors.Client;
using HttpActors.Protocol;

namespace HttpActors;

/// <summary>Where a request goes, from a URL and options: checked, and with the defaults filled in.</summary>
internal readonly record struct RequestTarget(string Host, int Port, string Path, string? Auth)
{
    private const int HttpPort = 80;
    private static Parsed? _latest;

    public static RequestTarget Of(Uri url, NextHop hop) => new(url.IdnHost, url.Port, CheckPath(hop.Path), UserOf(url));

    public static RequestTarget Of(Uri? url, ClientRequestOptions options)
    {
        CheckProtocol(options.Protocol);
        var port = options.PortGiven ?? (url is { IsDefaultPort: false } ? url.Port : options.DefaultPort ?? HttpPort);
        if (port is < 0 or > 65535)
        {
            throw new HttpRangeException("ERR_SOCKET_BAD_PORT", nameof(options.Port), $"Port must be 0 to 65535; it is {port}.");
        }

        var host = options.Hostname ?? options.HostGiven ?? url?.IdnHost ?? options.Host;
        return new RequestTarget(
            host.Length > 1 && host[0] == '[' ? host[1..^1] : host.Length == 0 ? "localhost" : host,
            port,
            CheckPath(options.PathGiven ?? url?.PathAndQuery ?? "/"),
            options.Auth ?? UserOf(url));
    }

    /// <summary>A URL of http; the latest one is remembered, for programs that repeat it.</summary>
    /// <exception cref="HttpArgumentException"><c>ERR_INVALID_URL</c>, <c>ERR_INVALID_PROTOCOL</c>.</exception>
    public static Uri Parse(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (Volatile.Read(ref _latest) is { } latest && latest.Text == url)
        {
            return latest.Url;
        }

        var parsed = Uri.TryCreate(url, UriKind.Absolute, out var uri)
            ? Check(uri)
            : throw new HttpArgumentException("ERR_INVALID_URL", $"Invalid URL: {url}", nameof(url));
        Volatile.Write(ref _latest, new Parsed(url, parsed));
        return parsed;
    }

    /// <exception cref="HttpArgumentException"><c>ERR_INVALID_URL</c>, <c>ERR_INVALID_PROTOCOL</c>.</exception>
    public static Uri Check(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!url.IsAbsoluteUri)
        {
            throw new HttpArgumentException("ERR_INVALID_URL", $"The URL must be absolute: {url}", nameof(url));
        }

        CheckProtocol(url.Scheme);
        return url;
    }

    /// <exception cref="HttpArgumentException"><c>ERR_UNESCAPED_CHARACTERS</c>.</exception>
    public static string CheckPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length == 0 ? "/"
            : Grammar.IsSendableTarget(path) ? path
            : throw new HttpArgumentException("ERR_UNESCAPED_CHARACTERS", "Request path contains unescaped characters", nameof(path));
    }

    /// <exception cref="HttpArgumentException"><c>ERR_INVALID_HTTP_TOKEN</c>.</exception>
    public static string CheckMethod(string method)
    {
        ArgumentNullException.ThrowIfNull(method);
        if (!Grammar.IsToken(method))
        {
            throw new HttpArgumentException("ERR_INVALID_HTTP_TOKEN", $"Method must be a valid HTTP token [\"{method}\"]", nameof(method));
        }

        return method.ToUpperInvariant();
    }

    public static string BasicOf(string auth) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(auth));

    /// <summary>Host's value: the port only where it is not the default, IPv6 in brackets.</summary>
    public string HostField(int? defaultPort)
    {
        var name = Host.Contains(':') ? $"[{Host}]" : Host;
        return Port == (defaultPort ?? HttpPort) ? name : $"{name}:{Port}";
    }

    public OriginKey KeyFor(ClientRequestOptions options) => new(Host, Port)
    {
        SocketPath = options.SocketPath,
        LocalEndPoint = options.LocalEndPoint,
        Family = options.Family,
        Lookup = options.Lookup,
        Connect = options.Connect,
        ConnectStream = options.Connect is null ? options.ConnectStream : null,
        NoDelay = options.NoDelay,
        TcpKeepAlive = options.TcpKeepAlive,
        TcpKeepAliveDelay = options.TcpKeepAliveDelay,
        ConnectTimeout = options.ConnectTimeout,
    };

    private static string? UserOf(Uri? url) =>
        url is { UserInfo.Length: > 0 } ? Uri.UnescapeDataString(url.UserInfo) : null;

    private static void CheckProtocol(string? protocol)
    {
        if (protocol is not (null or "http" or "http:"))
        {
            throw new HttpArgumentException(
                "ERR_INVALID_PROTOCOL", $"Protocol \"{protocol.TrimEnd(':')}:\" not supported. Expected \"http:\"", nameof(protocol));
        }
    }

    private sealed record Parsed(string Text, Uri Url);
}
