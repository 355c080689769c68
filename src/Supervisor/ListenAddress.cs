using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HttpActors.Supervisor;

/// <summary>
/// The value of <c>--listen</c>: <c>HOST:PORT</c>, an IPv6 host in brackets, <c>*</c> for every interface.
/// </summary>
/// <param name="Host">A host name or a bare IP address; null listens on every interface.</param>
/// <param name="Port">0 lets the system choose.</param>
internal readonly record struct ListenAddress(string? Host, int Port)
{
    internal static readonly ListenAddress Default = new("127.0.0.1", 8080);

    /// <summary>Parses the option; on failure <paramref name="problem"/> says what to write instead.</summary>
    internal static bool TryParse(string text, out ListenAddress address, [NotNullWhen(false)] out string? problem)
    {
        address = default;
        if (!TrySplit(text, out var host, out var portText))
        {
            problem = $"'{text}' is not HOST:PORT; write for example 127.0.0.1:8080, [::1]:8080, or *:8080 for every interface";
            return false;
        }

        if (!TryParsePort(portText, out var port))
        {
            problem = $"'{portText}' is not a port; give a number from 0 to 65535, for example 127.0.0.1:8080 (0 takes a free one)";
            return false;
        }

        if (!IsHost(host))
        {
            problem = $"'{host}' is not a host; give an address of this machine or its name, for example 127.0.0.1:{port}";
            return false;
        }

        address = new ListenAddress(host == "*" ? null : host.Trim('[', ']'), port);
        problem = null;
        return true;
    }

    /// <summary>The address as a URL, with the port that was really bound.</summary>
    internal string ToUrl(EndPoint? bound)
    {
        var ip = bound as IPEndPoint;
        var host = Host ?? ip?.Address.ToString() ?? "*";
        return $"http://{(host.Contains(':') ? $"[{host}]" : host)}:{ip?.Port ?? Port}";
    }

    public override string ToString() => Host is null ? $"*:{Port}" : Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private static bool TrySplit(string text, out string host, out string port)
    {
        var colon = text.LastIndexOf(':');
        host = colon < 0 ? "" : text[..colon];
        port = colon < 0 ? "" : text[(colon + 1)..];

        // Without brackets nobody can tell where an IPv6 address ends and the port begins.
        return colon >= 0 && (!host.Contains(':') || (host.StartsWith('[') && host.EndsWith(']')));
    }

    private static bool TryParsePort(string text, out int port)
    {
        port = 0;
        return text.Length is > 0 and <= 5
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port <= IPEndPoint.MaxPort;
    }

    private static bool IsHost(string host)
    {
        if (host == "*")
            return true;
        if (host.StartsWith('['))
        {
            return IPAddress.TryParse(host.Trim('[', ']'), out var address)
                && address.AddressFamily == AddressFamily.InterNetworkV6;
        }

        // The plain case first: a start that needs no Uri does not load it.
        if (IPAddress.TryParse(host, out var literal) && literal.ToString() == host)
            return true;
        return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4;
    }
}
