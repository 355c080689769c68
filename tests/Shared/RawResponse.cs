using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace HttpActors.Tests.Shared;

/// <summary>A response as it stood on the wire; deliberately not parsed by the code under test.</summary>
internal sealed record RawResponse(string StatusLine, IReadOnlyList<KeyValuePair<string, string>> Fields, string Body)
{
    /// <summary>The trailer section of a chunked body, as it stood.</summary>
    public string Trailers { get; init; } = "";

    public int Status => int.Parse(StatusLine.Split(' ')[1], CultureInfo.InvariantCulture);

    public string Reason => StatusLine.Split(' ', 3)[2];

    public string? this[string name] =>
        Fields.Where(field => Is(field.Key, name)).Select(field => field.Value).FirstOrDefault();

    public IEnumerable<string> All(string name) =>
        Fields.Where(field => Is(field.Key, name)).Select(field => field.Value);

    /// <summary>False while more octets are needed.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> octets, bool toHead, [NotNullWhen(true)] out RawResponse? response, out int length)
    {
        response = null;
        length = 0;
        var end = octets.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = ParseHead(Encoding.Latin1.GetString(octets[..end]));
        var rest = octets[(end + 4)..];
        var hasBody = !toHead && head.Status >= 200 && head.Status is not (204 or 304);
        if (hasBody && head["Transfer-Encoding"] == "chunked")
        {
            var done = TryReadChunks(rest, out var body, out var trailers, out var used);
            (response, length) = (head with { Body = body, Trailers = trailers }, end + 4 + used);
            return done;
        }

        if (hasBody && head["Content-Length"] is null)
        {
            return false;
        }

        var size = hasBody ? int.Parse(head["Content-Length"]!, CultureInfo.InvariantCulture) : 0;
        if (rest.Length < size)
        {
            return false;
        }

        (response, length) = (head with { Body = Encoding.Latin1.GetString(rest[..size]) }, end + 4 + size);
        return true;
    }

    /// <summary>A response whose body the connection's end delimits; null where the end came too early.</summary>
    public static RawResponse? AtEnd(ReadOnlySpan<byte> octets)
    {
        var end = octets.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var head = ParseHead(Encoding.Latin1.GetString(octets[..end]));
        return head["Content-Length"] is null && head["Transfer-Encoding"] is null
            ? head with { Body = Encoding.Latin1.GetString(octets[(end + 4)..]) }
            : null;
    }

    private static bool Is(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static RawResponse ParseHead(string head)
    {
        var lines = head.Split("\r\n");
        var fields = lines.Skip(1).Select(line => line.Split(": ", 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]));
        return new RawResponse(lines[0], fields.ToArray(), "");
    }

    private static bool TryReadChunks(ReadOnlySpan<byte> octets, out string body, out string trailers, out int used)
    {
        var text = Encoding.Latin1.GetString(octets);
        var content = new StringBuilder();
        body = trailers = "";
        used = 0;
        while (text.IndexOf("\r\n", used, StringComparison.Ordinal) is var line and >= 0)
        {
            var size = int.Parse(text.AsSpan(used, line - used), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            used = line + 2;
            if (size == 0)
            {
                var end = text.IndexOf("\r\n\r\n", line, StringComparison.Ordinal);
                trailers = end > line ? text[used..end] : "";
                used = end + 4;
                body = content.ToString();
                return end >= 0;
            }

            if (text.Length < used + size + 2)
            {
                return false;
            }

            content.Append(text, used, size);
            Assert.Equal("\r\n", text.Substring(used + size, 2));
            used += size + 2;
        }

        return false;
    }
}
