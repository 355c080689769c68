using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HttpActors.Protocol;

/// <summary>
/// Finds what no field value can hold, in order, up to 64 bytes at a time. Where a line begins follows from where the one
/// before ended; with the ends of several lines in one word it waits for a shift, not for a load and a search.
/// </summary>
internal ref struct ControlScan(ReadOnlySpan<byte> bytes, int start)
{
    private const int BlockSize = 64;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _base = start - BlockSize;
    private ulong _bits;

    /// <summary>The first such byte from <paramref name="at"/> on, or the length. Nobody asks for what lies before an earlier answer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int at)
    {
        var skip = at - _base;
        if ((uint)skip < BlockSize && _bits >> skip is not 0 and var bits)
        {
            return at + BitOperations.TrailingZeroCount(bits);
        }

        return Load(at);
    }

    private int Load(int at)
    {
        if (_bytes.Length < BlockSize)
        {
            return LoadFew(at);
        }

        for (var next = Math.Max(at, _base + BlockSize); next < _bytes.Length; next += BlockSize)
        {
            // The last block overlaps the one before.
            var offset = Math.Min(next, _bytes.Length - BlockSize);
            var bits = Controls(_bytes.Slice(offset, BlockSize), BlockSize - Vector256<byte>.Count) >> (next - offset);
            if (bits != 0)
            {
                (_base, _bits) = (next, bits);
                return next + BitOperations.TrailingZeroCount(bits);
            }
        }

        return _bytes.Length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int LoadFew(int at)
    {
        if (at < _bytes.Length && FewControls(_bytes) >> at is not 0 and var bits)
        {
            (_base, _bits) = (at, bits);
            return at + BitOperations.TrailingZeroCount(bits);
        }

        return _bytes.Length;
    }

    /// <summary>A bit for each byte of a block, by two searches of which the second begins at <paramref name="second"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Controls(ReadOnlySpan<byte> block, int second) =>
        Controls(Vector256.Create(block)) | ((ulong)Controls(Vector256.Create(block[second..])) << second);

    /// <summary>The same for fewer bytes than a block has.</summary>
    private static ulong FewControls(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= Vector256<byte>.Count)
        {
            return Controls(bytes, bytes.Length - Vector256<byte>.Count);
        }

        var bits = 0UL;
        for (var i = 0; i < bytes.Length; i++)
        {
            bits |= Grammar.FieldValueBytes.Contains(bytes[i]) ? 0 : 1UL << i;
        }

        return bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Controls(Vector256<byte> block)
    {
        var controls = Vector256.LessThan(block, Vector256.Create((byte)' ')) & ~Vector256.Equals(block, Vector256.Create((byte)'\t'));
        return (controls | Vector256.Equals(block, Vector256.Create((byte)0x7F))).ExtractMostSignificantBits();
    }
}
