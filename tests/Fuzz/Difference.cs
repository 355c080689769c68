using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using HttpActors.Fuzz.Core;

namespace HttpActors.Fuzz;

/// <summary>
/// The same octets to us and to another server. What both refuse, or both take, is agreement; printed is every kind of
/// difference, first where we take what the other refuses.
/// </summary>
internal static class Difference
{
    // Long enough for an answer: some servers drop what they have when the client ends its half.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(60);

    public static async Task<int> RunAsync(Options options)
    {
        await using var ours = await OurServer.StartAsync();
        await using var other = options.Target == "node" ? await NodeServer.StartAsync() : await KestrelServer.StartAsync();
        var kinds = new ConcurrentDictionary<string, Kind>();
        var numbers = Enumerable.Range(0, (int)Math.Min(options.Cases, int.MaxValue));
        await Parallel.ForEachAsync(numbers, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (at, _) =>
        {
            var number = options.First + at;
            var octets = FuzzTarget.All[(int)(number % 2)].Make(options.Seed, number);
            var (we, they) = (await AnswersAsync(OurServer.EndPointOf(ours), octets), await AnswersAsync(other.Address, octets));
            if (Compare(we, they) is { } kind)
            {
                kinds.GetOrAdd(kind, static _ => new Kind()).Add(Fuzzer.Escape(octets));
            }
        });

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{options.Target}: {options.Cases:N0} cases, seed {options.Seed}, {kinds.Count} kinds of difference"));
        foreach (var (kind, cases) in kinds.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cases.Count,7:N0}  {kind}"));
            cases.Shortest.ForEach(static example => Console.WriteLine("           " + example));
        }

        return 0;
    }

    private static async Task<string> AnswersAsync(IPEndPoint server, byte[] octets)
    {
        try
        {
            return await Wire.AnswersAsync(server, octets, Pause);
        }
        catch (TimeoutException)
        {
            return "hang";
        }
    }

    /// <summary>Where one takes what the other refuses; how it says no, or that it says it at all, is its own business.</summary>
    private static string? Compare(string ours, string theirs)
    {
        var (we, they) = (ours.Split(' '), theirs.Split(' '));
        var at = 0;
        while (IsTaken(we[at]) && IsTaken(they[at]))
        {
            at++;
        }

        return IsTaken(we[at]) ? $"we are laxer: {we[at]}, they {they[at]}" : IsTaken(they[at]) ? $"they are laxer: {they[at]}, we {we[at]}" : null;
    }

    private static bool IsTaken(string status) => status[0] == '2';

    private sealed class Kind
    {
        private const int Examples = 12;

        public int Count { get; private set; }

        public List<string> Shortest { get; } = [];

        public void Add(string example)
        {
            lock (Shortest)
            {
                Count++;
                Shortest.Add(example);
                Shortest.Sort(static (a, b) => a.Length.CompareTo(b.Length));
                Shortest.RemoveRange(Math.Min(Examples, Shortest.Count), Math.Max(0, Shortest.Count - Examples));
            }
        }
    }
}
