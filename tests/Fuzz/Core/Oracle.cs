using System.Text;
using System.Text.RegularExpressions;

namespace HttpActors.Fuzz.Core;

/// <summary>
/// The grammar of a request a second time, from the RFCs' productions and by other means, so that a mistake of the
/// reader is not repeated here. It judges the first request of a case, and its chunked content.
/// </summary>
internal static partial class Oracle
{
    private const string Token = @"[!#$%&'*+\-.^_`|~0-9A-Za-z]";
    private const string RegName = @"(?:[A-Za-z0-9\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})+";
    private const string Authority = @"(?:" + RegName + @"|\[(?<literal>[^\]]*)\])(?<port>:[0-9]*)?";
    private const string Value = @"[\t\x20-\x7e\x80-\xff]*";

    /// <summary>What contradicts the reader's outcome, or null.</summary>
    public static string? Contradict(byte[] octets, Outcome outcome)
    {
        var text = Encoding.Latin1.GetString(octets);
        var start = 0;
        while (start < 16 && string.CompareOrdinal(text, start, "\r\n", 0, 2) == 0)
        {
            start += 2;
        }

        var end = text.IndexOf("\r\n\r\n", start, StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var head = text[start..(end + 4)];
        var isValid = IsValid(head, out var isChunked);
        var alone = Replay.Run(HttpActors.Protocol.Role.Server, octets.AsMemory(0, end + 4), [end + 4]);
        if (isValid != (alone.Error is null))
        {
            return $"the oracle finds the head {(isValid ? "valid" : "invalid")}, the reader says {alone.Error ?? "nothing"}";
        }

        return isValid && isChunked ? ContradictContent(text, end + 4, octets, outcome) : null;
    }

    private static string? ContradictContent(string text, int start, byte[] octets, Outcome outcome)
    {
        var length = ChunkedBody(text, start);
        if (length < 0)
        {
            // Incomplete or invalid; that nothing behind it is read as a request follows from the next line.
            return null;
        }

        var alone = Replay.Run(HttpActors.Protocol.Role.Server, octets.AsMemory(0, start + length), [start + length]);
        return alone.Error is null && alone.Left == 0 ? null : $"the oracle finds {length} octets of content, the reader says {alone} ({outcome})";
    }

    /// <summary>The length of a complete and valid chunked body, or -1.</summary>
    private static int ChunkedBody(string text, int start)
    {
        var at = start;
        while (true)
        {
            var line = SizeLine().Match(text, at);
            if (!line.Success)
            {
                return -1;
            }

            at += line.Length;
            var size = ulong.Parse(line.Groups["size"].Value, System.Globalization.NumberStyles.AllowHexSpecifier, null);
            if (size == 0)
            {
                var trailers = TrailerSection().Match(text, at);
                return trailers.Success ? at + trailers.Length - start : -1;
            }

            if (size > (ulong)(text.Length - at) || string.CompareOrdinal(text, at + (int)size, "\r\n", 0, 2) != 0)
            {
                return -1;
            }

            at += (int)size + 2;
        }
    }

    private static bool IsValid(string head, out bool isChunked)
    {
        var match = Head().Match(head);
        isChunked = false;
        if (!match.Success)
        {
            return false;
        }

        var method = match.Groups["method"].Value;
        var isHttp10 = match.Groups["minor"].Value == "0";
        var fields = match.Groups["name"].Captures
            .Zip(match.Groups["value"].Captures, static (name, value) => (Name: name.Value.ToLowerInvariant(), Value: value.Value.Trim(' ', '\t')))
            .ToArray();
        var codings = Values(fields, "transfer-encoding");
        isChunked = codings is ["chunked"];
        return IsTarget(method, match.Groups["target"].Value)
            && IsHost(Values(fields, "host"), isHttp10)
            && IsFraming(codings, Values(fields, "content-length"), isHttp10, method == "CONNECT");
    }

    private static string[] Values((string Name, string Value)[] fields, string name) =>
        [.. fields.Where(field => field.Name == name).Select(field => name == "transfer-encoding" ? field.Value.ToLowerInvariant() : field.Value)];

    private static bool IsTarget(string method, string target)
    {
        if (method == "CONNECT")
        {
            return IsAuthority(target) && PortOf(target) is > 0;
        }

        if (target[0] == '/' || (target == "*" && method == "OPTIONS"))
        {
            return true;
        }

        var absolute = AbsoluteForm().Match(target);
        return absolute.Success && IsAuthority(absolute.Groups["authority"].Value);
    }

    private static bool IsHost(string[] hosts, bool isHttp10) => hosts switch
    {
        [] => isHttp10,
        [""] => true,
        [var host] => IsAuthority(host),
        _ => false,
    };

    private static bool IsFraming(string[] codings, string[] lengths, bool isHttp10, bool isConnect) => (codings, lengths) switch
    {
        ([], []) => true,
        ([], [var length]) => Digits().IsMatch(length) && long.TryParse(length, out var size) && !(isConnect && size > 0),
        (["chunked"], []) => !isHttp10 && !isConnect,
        _ => false,
    };

    private static bool IsAuthority(string text)
    {
        var match = AuthorityForm().Match(text);
        return match.Success && PortOf(text) is not < 0
            && (!match.Groups["literal"].Success || IsLiteral(match.Groups["literal"].Value));
    }

    private static bool IsLiteral(string literal) => FutureAddress().IsMatch(literal)
        || (AddressCharacters().IsMatch(literal) && !LeadingZero().IsMatch(literal)
            && System.Net.IPAddress.TryParse(literal, out var address)
            && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6);

    /// <summary>The port; null where there is none or an empty one, -1 where there cannot be one.</summary>
    private static int? PortOf(string authority)
    {
        var colon = authority.LastIndexOf(':');
        var digits = colon < 0 || authority.IndexOf(']', colon) >= 0 ? "" : authority[(colon + 1)..];
        return digits.Length == 0 ? null
            : digits.Length <= 5 && int.TryParse(digits, out var port) && port <= 65535 ? port
            : -1;
    }

    [GeneratedRegex("^(?<method>" + Token + @"+) (?<target>[\x21\x22\x24-\x7e]+) HTTP/1\.(?<minor>[0-9])\r\n(?:(?<name>" + Token + "+):(?<value>" + Value + @")\r\n)*\r\n\z")]
    private static partial Regex Head();

    [GeneratedRegex("^" + Authority + @"\z")]
    private static partial Regex AuthorityForm();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+\-.]*://(?<authority>[^/?]+)")]
    private static partial Regex AbsoluteForm();

    [GeneratedRegex(@"^[0-9]{1,19}\z")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^[vV][0-9A-Fa-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+\z")]
    private static partial Regex FutureAddress();

    [GeneratedRegex(@"^[0-9A-Fa-f:.]+\z")]
    private static partial Regex AddressCharacters();

    [GeneratedRegex(@"[:.]0[0-9]+\.|\.0[0-9]+\z")]
    private static partial Regex LeadingZero();

    [GeneratedRegex(@"\G(?<size>[0-9A-Fa-f]{1,16})(?![0-9A-Fa-f])(?:[ \t]*;[ \t]*" + Token + @"+(?:[ \t]*=[ \t]*(?:" + Token + @"+|""(?:[\t\x20\x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t\x20-\x7e\x80-\xff])*""))?)*\r\n")]
    private static partial Regex SizeLine();

    [GeneratedRegex(@"\G(?:" + Token + "+:" + Value + @"\r\n)*\r\n")]
    private static partial Regex TrailerSection();
}
