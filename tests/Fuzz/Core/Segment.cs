using System.Buffers;

namespace HttpActors.Fuzz.Core;

/// <summary>A sequence in as many segments as it has octets.</summary>
internal sealed class Segment : ReadOnlySequenceSegment<byte>
{
    private Segment(ReadOnlyMemory<byte> memory, Segment? previous)
    {
        Memory = memory;
        if (previous is not null)
        {
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }

    public static ReadOnlySequence<byte> EachOctet(ReadOnlyMemory<byte> octets)
    {
        if (octets.IsEmpty)
        {
            return ReadOnlySequence<byte>.Empty;
        }

        var first = new Segment(octets[..1], null);
        var last = first;
        for (var i = 1; i < octets.Length; i++)
        {
            last = new Segment(octets.Slice(i, 1), last);
        }

        return new ReadOnlySequence<byte>(first, 0, last, 1);
    }
}
