using System.Globalization;
using HttpActors.Bench.Load.Generator;
using HttpActors.Bench.Soak.Loads;

namespace HttpActors.Bench.Soak.Report;

/// <summary>Looks at the server from outside and asks it.</summary>
internal sealed class Sampler(ServerProcess server, LoadState state)
{
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SettlePeriod = TimeSpan.FromMilliseconds(100);
    private readonly long _started = TimeProvider.System.GetTimestamp();

    public double Seconds => TimeProvider.System.GetElapsedTime(_started).TotalSeconds;

    public async Task<SoakSample> TakeAsync(bool collect, CancellationToken cancellation)
    {
        var figures = await server.AskAsync(collect, cancellation);
        return new SoakSample(
            Seconds,
            state.Requests,
            state.ErrorCount,
            ProcessFacts.ResidentKilobytes([server.Id]),
            Threads(server.Id),
            Descriptors(server.Id),
            ProcessFacts.CpuSeconds([server.Id]),
            figures);
    }

    /// <summary>A sample without load: when what the load opened is gone, or has not gone within half a minute.</summary>
    /// <param name="before">What to come back to; null: only that the connections are gone.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<SoakSample> TakeSettledAsync(SoakSample? before, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        var sample = await TakeAsync(collect: true, cancellation);
        while (!IsSettled(sample, before) && TimeProvider.System.GetElapsedTime(started) < SettleLimit)
        {
            await Task.Delay(SettlePeriod, cancellation);
            sample = await TakeAsync(collect: true, cancellation);
        }

        return sample;
    }

    private static bool IsSettled(SoakSample sample, SoakSample? before) =>
        sample.Server.Connections == 0
        && (before is null || Verdicts.LeavesNothing(before, sample));

    /// <summary>Sockets, pipes, event and epoll descriptors. Files are libraries, loaded whenever code first needs them.</summary>
    private static int Descriptors(int process) =>
        Directory.GetFileSystemEntries($"/proc/{process}/fd").Count(static path => TargetOf(path) is { } target && !target.StartsWith('/'));

    private static string? TargetOf(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (IOException)
        {
            // Closed since the directory was read.
            return null;
        }
    }

    private static int Threads(int process)
    {
        const string Name = "Threads:";
        var line = File.ReadLines($"/proc/{process}/status").First(text => text.StartsWith(Name, StringComparison.Ordinal));
        return int.Parse(line.AsSpan(Name.Length).Trim(), CultureInfo.InvariantCulture);
    }
}
