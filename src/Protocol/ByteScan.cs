using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace HttpActors.Protocol;

/// <summary>
/// Where a run of a character class ends, for the fast path. <c>IndexOfAnyExcept</c> does the same for any class and any
/// length; names and values are short, so its preparations cost more than the search. A head is one span, hence a block
/// may reach beyond the run, and the last block of a head overlaps the one before instead of being searched byte by byte.
/// </summary>
internal static class ByteScan
{
    // Bit h of entry l: is the byte 0xhl of the class? Bytes above 0x7F find no bit (the bit table is 0 there).
    private static readonly Vector128<byte> TokenRows = Rows(static b => Grammar.TokenBytes.Contains(b));
    private static readonly Vector128<byte> RegNameRows = Rows(static b => Grammar.RegNameBytes.Contains(b));
    private static readonly Vector128<byte> Bits = Vector128.Create(1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>The first byte from <paramref name="at"/> on that is no tchar, or the length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EndOfToken(ReadOnlySpan<byte> bytes, int at)
    {
        if (bytes.Length < Vector128<byte>.Count)
        {
            return OneByOne(bytes, at, Grammar.TokenBytes);
        }

        return EndOfRows(bytes, at, TokenRows);
    }

    /// <summary>The first byte from <paramref name="at"/> on that is no character of a reg-name, "%" included, or the length.</summary>
    public static int EndOfRegName(ReadOnlySpan<byte> bytes, int at) =>
        bytes.Length < Vector128<byte>.Count
            ? OneByOne(bytes, at, Grammar.RegNameBytes)
            : EndOfRows(bytes, at, RegNameRows);

    /// <summary>The first byte from <paramref name="at"/> on that a target cannot hold, or the length.</summary>
    public static int EndOfTarget(ReadOnlySpan<byte> bytes, int at)
    {
        if (bytes.Length < Vector256<byte>.Count)
        {
            return OneByOne(bytes, at, Grammar.TargetBytes);
        }

        while (at < bytes.Length)
        {
            var offset = Math.Min(at, bytes.Length - Vector256<byte>.Count);
            var block = Vector256.Create(bytes.Slice(offset, Vector256<byte>.Count));
            var others = Vector256.GreaterThan(block - Vector256.Create((byte)'!'), Vector256.Create((byte)('~' - '!')));
            var hits = (others | Vector256.Equals(block, Vector256.Create((byte)'#'))).ExtractMostSignificantBits() >> (at - offset);
            if (hits != 0)
            {
                return at + BitOperations.TrailingZeroCount(hits);
            }

            at = offset + Vector256<byte>.Count;
        }

        return bytes.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EndOfRows(ReadOnlySpan<byte> bytes, int at, Vector128<byte> rows)
    {
        while (at < bytes.Length)
        {
            var offset = Math.Min(at, bytes.Length - Vector128<byte>.Count);
            var block = Vector128.Create(bytes.Slice(offset, Vector128<byte>.Count));
            var row = Vector128.ShuffleNative(rows, block & Vector128.Create((byte)0x0F));
            var bit = Vector128.ShuffleNative(Bits, block >>> 4);
            var hits = Vector128.Equals(row & bit, Vector128<byte>.Zero).ExtractMostSignificantBits() >> (at - offset);
            if (hits != 0)
            {
                return at + BitOperations.TrailingZeroCount(hits);
            }

            at = offset + Vector128<byte>.Count;
        }

        return bytes.Length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int OneByOne(ReadOnlySpan<byte> bytes, int at, System.Buffers.SearchValues<byte> allowed)
    {
        var length = bytes[at..].IndexOfAnyExcept(allowed);
        return length < 0 ? bytes.Length : at + length;
    }

    private static Vector128<byte> Rows(Func<byte, bool> isMember)
    {
        var rows = new byte[16];
        for (var b = 0; b < 0x80; b++)
        {
            rows[b & 0x0F] |= isMember((byte)b) ? (byte)(1 << (b >> 4)) : (byte)0;
        }

        return Vector128.Create(rows);
    }
}
