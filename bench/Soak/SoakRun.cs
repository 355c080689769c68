using HttpActors.Bench.Load.Generator;
using HttpActors.Bench.Soak.Loads;
using HttpActors.Bench.Soak.Report;

namespace HttpActors.Bench.Soak;

/// <summary>Starts the server, warms it up, loads it, and looks at what is left afterwards.</summary>
internal sealed class SoakRun(SoakOptions options, TextWriter progress, CancellationToken interrupted)
{
    private const int BriskShare = 4;
    private const int TooManyErrors = 1000;

    /// <returns>What was found, also when the run was interrupted.</returns>
    public async Task<SoakResult> RunAsync()
    {
        var started = TimeProvider.System.GetUtcNow();
        await using var server = await ServerProcess.StartAsync(options, interrupted);
        progress.WriteLine($"server {server.Id} listens on {server.Address}");
        var before = await WarmUpAsync(server);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        stopping.CancelAfter(options.Duration);
        var state = new LoadState(server.Address, options.Rate, stopping.Token);
        var sampler = new Sampler(server, state);
        var cpu = ProcessFacts.CpuSeconds([Environment.ProcessId]);
        var samples = new List<SoakSample>();
        var sampling = SampleAsync(server, sampler, samples, stopping);
        await LoadAsync(state, options.Seed);
        await sampling;
        var seconds = sampler.Seconds;
        var loadCpu = ProcessFacts.CpuSeconds([Environment.ProcessId]) - cpu;
        var serverCpu = ProcessFacts.CpuSeconds([server.Id]) - before.ServerCpuSeconds;
        var after = server.HasExited ? before : await sampler.TakeSettledAsync(before, CancellationToken.None);
        return new SoakResult
        {
            Started = started,
            Runtime = typeof(Akka.Actor.ActorSystem).Assembly.GetName().Name ?? "",
            Transport = options.Transport.ToString(),
            Seed = options.Seed,
            Rate = options.Rate,
            Connections = options.Connections,
            LoadSeconds = seconds,
            Requests = state.Requests,
            ErrorCount = state.ErrorCount,
            Errors = state.Errors,
            Runs = state.Runs,
            Before = before,
            After = after,
            Samples = samples,
            OrderlyEnd = await server.StopAsync(),
            ServerCpuPercent = 100 * serverCpu / seconds,
            LoadCpuPercent = 100 * loadCpu / seconds,
        };
    }

    /// <summary>The same load for a while, so that the baseline has met everything once.</summary>
    private async Task<SoakSample> WarmUpAsync(ServerProcess server)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        stopping.CancelAfter(WarmUpTime(options.Duration));
        var state = new LoadState(server.Address, options.Rate, stopping.Token);
        await LoadAsync(state, ~options.Seed);
        return await new Sampler(server, state).TakeSettledAsync(null, CancellationToken.None);
    }

    private static TimeSpan WarmUpTime(TimeSpan duration) =>
        TimeSpan.FromSeconds(Math.Clamp(duration.TotalSeconds / 10, 1, 60));

    private Task LoadAsync(LoadState state, int seed)
    {
        var brisk = Math.Max(1, options.Connections / BriskShare);
        var workers = Enumerable.Range(0, options.Connections)
            .Select(number => new Worker(number, seed, number < brisk ? LoadMix.Brisk : LoadMix.Lingering, state))
            .Select(worker => Task.Run(worker.RunAsync));
        return Task.WhenAll(workers.ToArray());
    }

    private async Task SampleAsync(ServerProcess server, Sampler sampler, List<SoakSample> samples, CancellationTokenSource stopping)
    {
        using var timer = new PeriodicTimer(options.SamplePeriod);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                samples.Add(await sampler.TakeAsync(collect: false, stopping.Token));
                progress.WriteLine(Summary.Line(samples[^1]));
                if (samples[^1].Errors > TooManyErrors)
                    await stopping.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the load.
        }
        catch (Exception error) when (error is InvalidDataException or IOException or TimeoutException)
        {
            progress.WriteLine($"the server does not answer: {error.Message}{Environment.NewLine}{server.Errors}");
            await stopping.CancelAsync();
        }
    }
}
