using System.Globalization;
using HttpActors.Fuzz.Core;

namespace HttpActors.Fuzz;

/// <summary>Cases against a running server, whole and cut: the same answers, an end in time, and the server goes on.</summary>
internal static class LiveFuzzer
{
    private static readonly byte[] Probe = "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"u8.ToArray();

    public static async Task<int> RunAsync(Options options)
    {
        await using var server = await OurServer.StartAsync();
        var address = OurServer.EndPointOf(server);
        var started = TimeProvider.System.GetTimestamp();
        var found = 0;
        var done = 0L;
        for (; done < options.Cases && found < 20 && TimeProvider.System.GetElapsedTime(started) < options.Most; done++)
        {
            var number = options.First + done;
            var octets = FuzzTarget.All[(int)(number % 2)].Make(options.Seed, number);
            if (await CheckAsync(address, octets, number) is { } finding)
            {
                found++;
                Console.WriteLine($"  live --seed {options.Seed} --first {number} --cases 1: {finding}\n    {Fuzzer.Escape(octets)}");
            }
        }

        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"live: {done:N0} cases, seed {options.Seed}, {seconds:F0} s, {done / seconds:N0} a second, {found} findings, {server.ConnectionCount} connections left"));
        return found == 0 ? 0 : 2;
    }

    private static async Task<string?> CheckAsync(System.Net.IPEndPoint address, byte[] octets, long number)
    {
        try
        {
            var random = new Xorshift((ulong)number + 99);
            var whole = await Wire.AnswersAsync(address, octets);
            var cut = random.Next(octets.Length + 1);
            var split = await Wire.AnswersAsync(address, octets, cut);
            if (whole != split)
            {
                return $"cut at {cut}: {split} instead of {whole}";
            }

            return number % 64 == 0 && await Wire.AnswersAsync(address, Probe) != "200 end" ? "the server does not answer an honest request any more" : null;
        }
        catch (TimeoutException)
        {
            return "the server neither answered nor closed";
        }
    }
}
