using System.Diagnostics.CodeAnalysis;

namespace HttpActors.Supervisor.Metrics;

/// <summary>One set of attributes of an instrument, and what was measured with it.</summary>
internal sealed class Series(KeyValuePair<string, object?>[] tags, double[]? bounds)
{
    private readonly Lock _gate = new();
    private readonly long[]? _buckets = bounds is null ? null : new long[bounds.Length + 1];
    private double _sum;
    private long _count;

    internal KeyValuePair<string, object?>[] Tags { get; } = tags;

    internal void Add(double value)
    {
        lock (_gate)
            _sum += value;
    }

    internal void Set(double value)
    {
        lock (_gate)
            _sum = value;
    }

    internal void Record(double value)
    {
        var index = Array.BinarySearch(bounds!, value);
        lock (_gate)
        {
            _buckets![index < 0 ? ~index : index]++;
            _sum += value;
            _count++;
        }
    }

    internal SeriesValue Read()
    {
        lock (_gate)
            return new SeriesValue(_sum, _count, _buckets is null ? [] : [.. _buckets]);
    }
}

/// <param name="Sum">The value of a counter or gauge; the sum of a histogram.</param>
/// <param name="Count">Measurements of a histogram.</param>
/// <param name="Buckets">Measurements in each bucket alone, the last above all bounds.</param>
internal readonly record struct SeriesValue(double Sum, long Count, long[] Buckets);

/// <summary>Attributes by value, so that two measurements with the same ones meet.</summary>
internal sealed class TagComparer :
    IEqualityComparer<KeyValuePair<string, object?>[]>,
    IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, KeyValuePair<string, object?>[]>
{
    public bool Equals(KeyValuePair<string, object?>[]? x, KeyValuePair<string, object?>[]? y) => Equals(x.AsSpan(), y!);

    public int GetHashCode([DisallowNull] KeyValuePair<string, object?>[] obj) => GetHashCode(obj.AsSpan());

    public KeyValuePair<string, object?>[] Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate) => alternate.ToArray();

    public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, KeyValuePair<string, object?>[] other)
    {
        if (alternate.Length != other.Length)
            return false;
        for (var i = 0; i < alternate.Length; i++)
        {
            if (alternate[i].Key != other[i].Key || !Equals(alternate[i].Value, other[i].Value))
                return false;
        }

        return true;
    }

    public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate)
    {
        var hash = default(HashCode);
        foreach (var (key, value) in alternate)
        {
            hash.Add(key);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }
}
