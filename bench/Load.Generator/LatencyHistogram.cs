using System.Numerics;

namespace HttpActors.Bench.Load.Generator;

/// <summary>
/// Counts of nanoseconds in buckets that widen with the value, after HdrHistogram: 128 steps in each power of two,
/// so a percentile is at most 0.8 % off over the whole range and recording is two shifts and an increment.
/// </summary>
public sealed class LatencyHistogram
{
    private const int SubBits = 7;
    private const int SubCount = 1 << SubBits;
    private const int HighestBit = 40;
    private const long Largest = (1L << HighestBit) - 1;

    private readonly long[] _counts = new long[(HighestBit - SubBits + 1) * SubCount];

    public long Count { get; private set; }

    public long Maximum { get; private set; }

    public void Record(long nanoseconds)
    {
        var value = Math.Clamp(nanoseconds, 0, Largest);
        _counts[IndexOf(value)]++;
        Count++;
        if (value > Maximum)
            Maximum = value;
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        Count += other.Count;
        Maximum = Math.Max(Maximum, other.Maximum);
    }

    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
        Maximum = 0;
    }

    /// <summary>The middle of the bucket under which the given share of all values lies; 0 when empty.</summary>
    public long Percentile(double percent)
    {
        if (Count == 0)
            return 0;
        var wanted = Math.Max(1, (long)Math.Ceiling(Count * percent / 100));
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= wanted)
                return Math.Min(MiddleOf(i), Maximum);
        }

        return Maximum;
    }

    private static int IndexOf(long value)
    {
        if (value < SubCount)
            return (int)value;
        var shift = BitOperations.Log2((ulong)value) - SubBits;
        return ((shift + 1) << SubBits) + (int)(value >> shift) - SubCount;
    }

    private static long MiddleOf(int index)
    {
        var row = index >> SubBits;
        if (row == 0)
            return index;
        var low = (long)(SubCount + (index & (SubCount - 1))) << (row - 1);
        return low + (1L << (row - 1)) / 2;
    }
}
