using System.Runtime.InteropServices;
using HttpActors.Protocol;

namespace HttpActors;

/// <content>All names with their values, in one pass: how many lines there are is the peer's choice.</content>
public sealed partial class HttpHeaders
{
    /// <summary>Each name once, in the order in which it first stands; a list of its own, for the lines may be changed meanwhile.</summary>
    private List<Group> Grouped()
    {
        var groups = new List<Group>(Span.Length);
        var places = new Dictionary<string, int>(Span.Length, StringComparer.OrdinalIgnoreCase);
        foreach (ref readonly var line in Span)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, line.Name, out var isKnown);
            if (isKnown)
            {
                groups[place].Add(line.Value);
            }
            else
            {
                place = groups.Count;
                groups.Add(new Group(line, _incoming && !_joinsDuplicates && DuplicateRules.KeepsFirst(line.Name)));
            }
        }

        return groups;
    }

    private sealed class Group(HeaderField first, bool keepsFirst)
    {
        private List<string>? _values;

        public string Name { get; } = first.Name.ToLowerInvariant();

        public string Joined => _values is null ? first.Value : string.Join(DuplicateRules.Separator(Name), _values);

        public void Add(string value)
        {
            if (!keepsFirst)
            {
                (_values ??= [first.Value]).Add(value);
            }
        }
    }
}
