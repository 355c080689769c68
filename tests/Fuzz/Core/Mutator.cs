namespace HttpActors.Fuzz.Core;

/// <summary>Makes a case from the corpus; the same seed and number give the same case for ever.</summary>
internal sealed class Mutator(IReadOnlyList<byte[]> seeds)
{
    private const int LongestCase = 6000;
    private readonly List<byte> _case = [];

    public byte[] Make(ulong seed, long number)
    {
        var random = new Xorshift(seed ^ (((ulong)number + 1) * 0x9E3779B97F4A7C15));
        _case.Clear();
        _case.AddRange(seeds[random.Next(seeds.Count)]);
        for (var i = Mutations(ref random); i > 0; i--)
        {
            Mutate(ref random);
        }

        if (_case.Count > LongestCase)
        {
            _case.RemoveRange(LongestCase, _case.Count - LongestCase);
        }

        return [.. _case];
    }

    // Most octets break a message at once; with few mutations a part of the cases gets further than its first line.
    private static int Mutations(ref Xorshift random) => random.Next(16) switch
    {
        < 9 => 1,
        < 12 => 2,
        < 15 => 3,
        _ => random.Next(24),
    };

    private void Mutate(ref Xorshift random)
    {
        var at = random.Next(_case.Count + 1);
        switch (random.Next(11))
        {
            case 0:
                Overwrite(at, (byte)random.Next(256));
                break;
            case 1:
                _case.Insert(at, (byte)random.Next(256));
                break;
            case 2:
                Remove(at, 1 + random.Next(4));
                break;
            case 3 or 4:
                _case.InsertRange(at, Corpus.Pieces[random.Next(Corpus.Pieces.Count)]);
                break;
            case 6:
                _case.InsertRange(LineAt(at), Corpus.Lines[random.Next(Corpus.Lines.Count)]);
                break;
            case 5:
                _case.InsertRange(LineAt(at), Corpus.Pieces[random.Next(Corpus.Pieces.Count)]);
                break;
            case 7:
                Overwrite(at, Corpus.Pieces[random.Next(Corpus.Pieces.Count)][0]);
                break;
            case 8:
                Repeat(LineAt(at), LineAt(random.Next(_case.Count + 1)), 1 + random.Next(3));
                break;
            case 9:
                Splice(at, seeds[random.Next(seeds.Count)], ref random);
                break;
            default:
                Overwrite(at, at < _case.Count ? (byte)(_case[at] ^ 0x20) : (byte)0);
                break;
        }
    }

    private void Overwrite(int at, byte value)
    {
        if (at < _case.Count)
        {
            _case[at] = value;
        }
    }

    private void Remove(int at, int count) => _case.RemoveRange(at, Math.Min(count, _case.Count - at));

    /// <summary>The beginning of a line at or before a position: whole lines are the structure there is.</summary>
    private int LineAt(int at)
    {
        while (at > 0 && _case[at - 1] != '\n')
        {
            at--;
        }

        return at;
    }

    private void Repeat(int from, int to, int times)
    {
        var (first, last) = from < to ? (from, to) : (to, from);
        var lines = _case.GetRange(first, last - first);
        for (var i = 0; i < times && _case.Count < LongestCase; i++)
        {
            _case.InsertRange(last, lines);
        }
    }

    private void Splice(int at, byte[] other, ref Xorshift random)
    {
        var cut = random.Next(other.Length);
        if (random.Next(2) == 0)
        {
            Remove(at, _case.Count - at);
        }

        _case.InsertRange(at, other[cut..]);
    }
}
