namespace HttpActors.Bench.Soak;

/// <summary>
/// The octets of every body: a fixed random block, repeated. A body is known by where in the block it starts, so both
/// sides can make it and check it without keeping it.
/// </summary>
internal static class Pattern
{
    /// <summary>A prime, so that no buffer size is a multiple of it and a swapped buffer shows.</summary>
    public const int Period = 65_521;

    // Twice, so that a slice of up to one period is in one piece wherever it starts.
    private static readonly byte[] Block = Create();

    /// <summary>Octets from <paramref name="offset"/> on, one period at most.</summary>
    public static ReadOnlyMemory<byte> Slice(long offset, int length) =>
        Block.AsMemory((int)(offset % Period), length);

    public static bool Matches(long offset, ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var part = octets[..Math.Min(octets.Length, Period)];
            if (!part.SequenceEqual(Slice(offset, part.Length).Span))
                return false;
            offset += part.Length;
            octets = octets[part.Length..];
        }

        return true;
    }

    private static byte[] Create()
    {
        var block = new byte[Period * 2];
        new Random(65_521).NextBytes(block.AsSpan(0, Period));
        block.AsSpan(0, Period).CopyTo(block.AsSpan(Period));
        return block;
    }
}
