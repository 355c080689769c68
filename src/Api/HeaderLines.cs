using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using HttpActors.Protocol;

namespace HttpActors;

/// <summary>The lines of a header section, in order. Two of them need no array: most responses have no more.</summary>
internal struct HeaderLines
{
    private Few _few;
    private HeaderField[]? _many;

    public HeaderLines(HeaderField[] lines)
    {
        _many = lines;
        Count = lines.Length;
    }

    public int Count { readonly get; private set; }

    [UnscopedRef]
    public readonly ReadOnlySpan<HeaderField> Span => _many is null ? ((ReadOnlySpan<HeaderField>)_few)[..Count] : _many.AsSpan(0, Count);

    [UnscopedRef]
    private Span<HeaderField> Room => _many is null ? _few : _many;

    /// <summary>Where a name stands first; -1 where it does not.</summary>
    public readonly int IndexOf(string name)
    {
        var lines = Span;
        for (var i = 0; i < lines.Length; i++)
        {
            if (IsSame(lines[i].Name, name))
            {
                return i;
            }
        }

        return -1;
    }

    public void Add(HeaderField line)
    {
        if (Count == Room.Length)
        {
            var more = new HeaderField[Math.Max(4, Count * 2)];
            Span.CopyTo(more);
            _many = more;
        }

        Room[Count++] = line;
    }

    public void Replace(int index, HeaderField line) => Room[index] = line;

    public void Clear()
    {
        Room.Clear();
        Count = 0;
    }

    /// <summary>Removes the lines of a name, or all but the first of them.</summary>
    /// <returns>Whether there was a line to remove.</returns>
    public bool RemoveAll(string name, bool keepFirst)
    {
        var room = Room;
        var kept = 0;
        var removed = false;
        for (var i = 0; i < Count; i++)
        {
            if (IsSame(room[i].Name, name) && !keepFirst)
            {
                removed = true;
                continue;
            }

            keepFirst &= !IsSame(room[i].Name, name);
            room[kept++] = room[i];
        }

        room[kept..Count].Clear();
        Count = kept;
        return removed;
    }

    private static bool IsSame(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    [InlineArray(2)]
    private struct Few
    {
        private HeaderField _first;
    }
}
