using System.Buffers;
using System.Globalization;
using System.Text;

namespace HttpActors.Protocol.Tests;

/// <summary>Bytes and their readable form; sequences cut in every way.</summary>
internal static class Wire
{
    public static byte[] Bytes(string latin1) => Encoding.Latin1.GetBytes(latin1);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    public static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var b in bytes)
        {
            _ = b switch
            {
                (byte)'\r' => text.Append("\\r"),
                (byte)'\n' => text.Append("\\n"),
                (byte)'\t' => text.Append("\\t"),
                (byte)'\\' => text.Append("\\\\"),
                >= 0x20 and < 0x7F => text.Append((char)b),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\x{b:X2}"),
            };
        }

        return text.ToString();
    }

    /// <summary>The inverse of <see cref="Escape"/>; real line ends are layout and mean nothing. <c>\{n*text}</c> repeats.</summary>
    public static byte[] Unescape(string text)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\r' or '\n')
            {
                continue;
            }

            if (text[i] != '\\')
            {
                bytes.Add((byte)text[i]);
                continue;
            }

            i++;
            switch (text[i])
            {
                case 'x':
                    bytes.Add(byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                    i += 2;
                    break;
                case '{':
                    var star = text.IndexOf('*', i);
                    var end = text.IndexOf('}', i);
                    var times = int.Parse(text.AsSpan(i + 1, star - i - 1), CultureInfo.InvariantCulture);
                    bytes.AddRange(Enumerable.Repeat(Unescape(text[(star + 1)..end]), times).SelectMany(static part => part));
                    i = end;
                    break;
                default:
                    bytes.Add(text[i] switch { 'r' => (byte)'\r', 'n' => (byte)'\n', 't' => (byte)'\t', _ => (byte)text[i] });
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>One segment for each given length; what is left makes the last one. Lengths may be 0.</summary>
    public static ReadOnlySequence<byte> Segments(ReadOnlyMemory<byte> bytes, IEnumerable<int> lengths)
    {
        Segment? first = null;
        Segment? last = null;
        foreach (var length in lengths.Append(int.MaxValue))
        {
            var part = bytes[..Math.Min(length, bytes.Length)];
            bytes = bytes[part.Length..];
            last = new Segment(part, last);
            first ??= last;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    public static ReadOnlySequence<byte> BytePerSegment(ReadOnlyMemory<byte> bytes) =>
        Segments(bytes, Enumerable.Repeat(1, bytes.Length));

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }
}
