using System.Diagnostics;
using System.Net.Sockets;
using HttpActors.Bench.Load.Report;
using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load.Rows;

/// <summary>From the start of the process to the first byte of an answer, and the memory it has then.</summary>
internal sealed class StartupRow : IRow
{
    private const double SecondsEach = 1;
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    public string Id => "P11";

    public string Title => "start to first response, and memory after it";

    public async Task MeasureAsync(BenchContext context, RowResult result)
    {
        var times = new Dictionary<string, List<double>>();
        var memory = new Dictionary<string, List<double>>();
        var rounds = new PeerRounds(context, result);
        // The first round is not counted: it brings the files of every peer into memory.
        await rounds.RunAsync(context.Schedule.StartRounds + 1, SecondsEach, async (peer, round) =>
        {
            var counted = round > 0;
            var (milliseconds, megabytes) = await MeasureAsync(context, peer);
            context.Progress.Say(FormattableString.Invariant(
                $"{Id} {peer.Name}: {milliseconds:0} ms, {megabytes:0.0} MB{(counted ? "" : " (not counted)")}"));
            if (!counted)
                return;
            times.GetOrAdd(peer.Name).Add(milliseconds);
            memory.GetOrAdd(peer.Name).Add(megabytes);
        });

        var time = Of(times, "start to first response", "ms");
        var resident = Of(memory, "resident memory after it", "MB");
        result.Metrics.AddRange([time, resident]);
        result.Verdicts.AddRange([Verdict.Absolute(time, 100), Verdict.Absolute(resident, 45)]);
    }

    private static Metric Of(Dictionary<string, List<double>> samples, string name, string unit) => new("hello", name, unit)
    {
        Values = samples.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray()),
    };

    private static async Task<(double Milliseconds, double Megabytes)> MeasureAsync(BenchContext context, Peer peer)
    {
        var start = Stopwatch.GetTimestamp();
        await using var server = await context.Launcher.StartAsync(peer, Service.Hello, context.Cancellation);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        limit.CancelAfter(AnswerLimit);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Address, limit.Token);
        await socket.SendAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), limit.Token);
        var answer = new byte[1024];
        var received = await socket.ReceiveAsync(answer, limit.Token);
        var time = Stopwatch.GetElapsedTime(start);
        return answer.AsSpan(0, received).StartsWith("HTTP/1.1 200"u8)
            ? (time.TotalMilliseconds, server.ResidentKilobytes / 1024)
            : throw new BenchException("did not answer the first request with 200");
    }
}
