using HttpActors.Protocol;

namespace HttpActors.Fuzz.Core;

/// <summary>A reader, where its cases come from, and what must hold for each of them.</summary>
internal sealed class FuzzTarget(string name, Role role, IReadOnlyList<byte[]> seeds)
{
    // An owned copy of each head and trailer section, one object for each, and the connection.
    private const int FixedAllocation = 64 * 1024;
    private const int AllocationPerOctet = 24;
    private readonly Mutator _mutator = new(seeds);
    private bool _isLoaded;

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("requests", Role.Server, Corpus.Requests),
        new("chunks", Role.Server, Corpus.Chunks),
        new("responses", Role.Client, Corpus.Responses),
    ];

    public string Name => name;

    public byte[] Make(ulong seed, long number) => _mutator.Make(seed, number);

    /// <summary>What is wrong with a case, or null.</summary>
    public string? Check(byte[] octets, long number)
    {
        try
        {
            LoadOnce();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var whole = Replay.Run(role, octets, [octets.Length]);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (allocated > FixedAllocation + ((long)octets.Length * AllocationPerOctet))
            {
                return $"{allocated} bytes were allocated for {octets.Length} octets";
            }

            return CheckSplits(octets, whole, number)
                ?? (role == Role.Server ? Oracle.Contradict(octets, whole) : null);
        }
        catch (Exception error)
        {
            return $"{error.GetType().Name}: {error.Message}\n{error.StackTrace}";
        }
    }

    // Tables and caches that live as long as the process belong to no case, and whichever came first was charged with them.
    private void LoadOnce()
    {
        if (_isLoaded)
        {
            return;
        }

        _isLoaded = true;
        foreach (var seed in seeds)
        {
            Replay.Run(role, seed, [seed.Length]);
        }
    }

    private string? CheckSplits(byte[] octets, Outcome whole, long number)
    {
        var random = new Xorshift((ulong)number * 31 + 7);
        var first = random.Next(octets.Length + 1);
        var second = first + random.Next(octets.Length - first + 1);
        return Differs(whole, Replay.Run(role, octets, [first, second, octets.Length]), $"cut at {first} and {second}")
            ?? (number % 4 == 0 ? Differs(whole, Replay.Run(role, octets, Enumerable.Range(1, octets.Length)), "octet by octet") : null)
            ?? (number % 8 == 0 ? Differs(whole, Replay.Run(role, octets, [octets.Length], inSegments: true), "in segments of one octet") : null);
    }

    private static string? Differs(Outcome whole, Outcome other, string how) =>
        whole.Agrees(other) ? null : $"{how}: {other} instead of {whole}";
}
