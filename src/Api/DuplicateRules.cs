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
    public static OmittedFields AutomaticField(string name) => name.ToLowerInvariant() switch
    {
        "date" => OmittedFields.Date,
        "connection" => OmittedFields.Connection,
        "keep-alive" => OmittedFields.KeepAlive,
        "content-length" => OmittedFields.ContentLength,
        "transfer-encoding" => OmittedFields.TransferEncoding,
        _ => OmittedFields.None,
    };
}
