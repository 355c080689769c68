using HttpActors.Protocol;

namespace HttpActors;

/// <content>Fields that make one line, however many values they get.</content>
public sealed partial class HttpHeaders
{
    /// <summary>Names that are joined beside <c>Cookie</c>; null: none.</summary>
    internal IReadOnlyCollection<string>? UniqueNames { get; init; }

    /// <summary>Whether lines are joined at all: more than one Cookie line is forbidden (RFC 6265 section 5.4).</summary>
    internal bool IsJoining { get; init; }

    /// <summary>False: the value needs a line of its own.</summary>
    private bool TryJoin(string name, string value)
    {
        if (!IsJoining || !(Same(name, "cookie") || UniqueNames?.Contains(name, StringComparer.OrdinalIgnoreCase) == true))
        {
            return false;
        }

        var at = _lines.IndexOf(name);
        if (at >= 0)
        {
            var line = Span[at];
            _lines.Replace(at, new HeaderField(line.Name, $"{line.Value}; {value}"));
        }

        return at >= 0;
    }
}
