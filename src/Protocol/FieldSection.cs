using System.Text;

namespace HttpActors.Protocol;

/// <summary>
/// The field lines of a head or a trailer section: a view on an owned, immutable block. It holds no index; lookups
/// scan the block again, which for the usual twenty lines is cheaper than building one.
/// </summary>
public readonly struct FieldSection
{
    private readonly byte[]? _block;
    private readonly int _start;
    private readonly int _length;

    internal FieldSection(byte[] block, int start, int length, int count)
    {
        _block = block;
        _start = start;
        _length = length;
        Count = count;
    }

    /// <summary>How many field lines there are; duplicates count.</summary>
    public int Count { get; }

    private ReadOnlySpan<byte> Bytes => new(_block, _start, _length);

    /// <summary>Enumerates the lines in wire order.</summary>
    public Enumerator GetEnumerator() => new(Bytes);

    /// <summary>The value of the first line of that name.</summary>
    /// <param name="name">Any case; ASCII.</param>
    /// <param name="value">Latin-1; empty when there is none.</param>
    public bool TryGetFirst(string name, out string value)
    {
        foreach (var line in this)
        {
            if (Ascii.EqualsIgnoreCase(line.Name, name))
            {
                value = KnownFields.InternValue(line.Value);
                return true;
            }
        }

        value = string.Empty;
        return false;
    }

    /// <summary>Whether there is a line of that name.</summary>
    /// <param name="name">Any case; ASCII.</param>
    public bool Contains(string name)
    {
        foreach (var line in this)
        {
            if (Ascii.EqualsIgnoreCase(line.Name, name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>All lines in wire order and wire case; known names and common values are shared strings.</summary>
    public HeaderField[] ToArray()
    {
        if (Count == 0)
        {
            return [];
        }

        var fields = new HeaderField[Count];
        var i = 0;
        foreach (var line in this)
        {
            fields[i++] = new HeaderField(KnownFields.InternName(line.Name), KnownFields.InternValue(line.Value));
        }

        return fields;
    }

    /// <summary>Walks the block line by line. The block was validated before: each line has a colon and ends with CRLF.</summary>
    public ref struct Enumerator
    {
        private ReadOnlySpan<byte> _rest;
        private ReadOnlySpan<byte> _name;
        private ReadOnlySpan<byte> _value;

        internal Enumerator(ReadOnlySpan<byte> bytes) => _rest = bytes;

        /// <summary>The line <see cref="MoveNext"/> stopped at.</summary>
        public readonly FieldLine Current => new(_name, _value);

        /// <summary>Goes to the next line.</summary>
        public bool MoveNext()
        {
            if (_rest.IsEmpty)
            {
                return false;
            }

            var colon = _rest.IndexOf((byte)':');
            var end = _rest.IndexOf((byte)'\n');
            _name = _rest[..colon];
            _value = Grammar.TrimOws(_rest[(colon + 1)..(end - 1)]);
            _rest = _rest[(end + 1)..];
            return true;
        }
    }
}
