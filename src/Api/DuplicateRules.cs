using System.Collections.Frozen;
using HttpActors.Protocol;

namespace HttpActors;

/// <summary>What happens to a name that occurs on several lines (Node's rules for incoming messages).</summary>
internal static class DuplicateRules
{
    private static readonly FrozenSet<string> FirstOnly = new[]
    {
        "age", "authorization", "content-length", "content-type", "etag", "expires", "from", "host",
        "if-modified-since", "if-unmodified-since", "last-modified", "location", "max-forwards", "proxy-authorization",
        "referer", "retry-after", "server", "user-agent",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool KeepsFirst(string name) => FirstOnly.Contains(name);

    public static string Separator(string name) =>
        string.Equals(name, "cookie", StringComparison.OrdinalIgnoreCase) ? "; " : ", ";

    /// <summary>The flag of a field that is added automatically; none for others.</summary>
    public static OmittedFields AutomaticField(string name) => name.Length switch
    {
        4 when Is(name, "date") => OmittedFields.Date,
        10 when Is(name, "connection") => OmittedFields.Connection,
        10 when Is(name, "keep-alive") => OmittedFields.KeepAlive,
        14 when Is(name, "content-length") => OmittedFields.ContentLength,
        17 when Is(name, "transfer-encoding") => OmittedFields.TransferEncoding,
        _ => OmittedFields.None,
    };

    private static bool Is(string name, string known) => string.Equals(name, known, StringComparison.OrdinalIgnoreCase);
}
