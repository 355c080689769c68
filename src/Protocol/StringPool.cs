using System.Text;

namespace HttpActors.Protocol;

/// <summary>
/// Turns bytes into strings without allocating for a fixed set of them. Built once; safe for any number of readers.
/// </summary>
internal sealed class StringPool
{
    private readonly Entry?[] _buckets;
    private readonly int _maxLength;

    /// <summary>Makes room for about as many words as are going to be added.</summary>
    public StringPool(int capacity, int maxLength)
    {
        _maxLength = maxLength;
        _buckets = new Entry?[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity * 4)];
    }

    /// <summary>Adds words; before the pool is shared.</summary>
    public StringPool Add(ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            Add(word);
        }

        return this;
    }

    public void Add(string word)
    {
        var bytes = Encoding.Latin1.GetBytes(word);
        ref var bucket = ref _buckets[Bucket(bytes)];
        bucket = new Entry(bytes, word, bucket);
    }

    public string Get(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return string.Empty;
        }

        if (bytes.Length <= _maxLength)
        {
            for (var entry = _buckets[Bucket(bytes)]; entry is not null; entry = entry.Next)
            {
                if (bytes.SequenceEqual(entry.Bytes))
                {
                    return entry.Word;
                }
            }
        }

        return Encoding.Latin1.GetString(bytes);
    }

    // Length, both ends and the middle tell header names apart well enough, and cost the same at any length.
    private int Bucket(ReadOnlySpan<byte> bytes)
    {
        var hash = ((uint)bytes.Length * 31) + bytes[0];
        hash = (hash * 31) + bytes[^1];
        hash = (hash * 31) + bytes[bytes.Length / 2];
        return (int)(hash * 0x9E3779B1 >> 16) & (_buckets.Length - 1);
    }

    private sealed class Entry(byte[] bytes, string word, Entry? next)
    {
        public byte[] Bytes { get; } = bytes;

        public string Word { get; } = word;

        public Entry? Next { get; } = next;
    }
}
