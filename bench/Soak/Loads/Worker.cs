using HttpActors.Bench.Soak.Client;

namespace HttpActors.Bench.Soak.Loads;

/// <summary>Runs one load after the other, chosen by its own random numbers, with one connection at a time and one kept.</summary>
internal sealed class Worker(int number, int seed, IReadOnlyList<Load> mix, LoadState state)
{
    // Longer than anything takes that goes well, on a busy machine as well.
    private static readonly TimeSpan LoadLimit = TimeSpan.FromSeconds(60);

    // Well below the server's keep-alive, or the two would race.
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(2);
    private readonly int _weights = mix.Sum(load => load.Weight);
    private CancellationTokenSource _limit = new();
    private SoakConnection? _kept;
    private long _keptSince;

    public Random Random { get; } = new(seed + (number * 7919));

    public bool IsStopping => state.Stopping.IsCancellationRequested;

    public async Task RunAsync()
    {
        while (!IsStopping)
        {
            var load = Pick();
            using (_limit = new CancellationTokenSource(LoadLimit))
                await RunAsync(load);
        }

        _kept?.Dispose();
    }

    /// <summary>Waits for the turn of so many requests, and counts them.</summary>
    public async Task PaceAsync(int requests = 1)
    {
        await PauseAsync(state.Pacer.Take(requests));
        state.CountRequests(requests);
    }

    /// <summary>Waits, but not when the soak ends.</summary>
    public async Task PauseAsync(TimeSpan time)
    {
        if (time > TimeSpan.Zero && !IsStopping)
            await Task.Delay(time, state.Stopping).ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    /// <summary>Waits for something that may take long, but not when the soak ends.</summary>
    public async Task<bool> WaitAsync(Task work)
    {
        if (await Task.WhenAny(work, Task.Delay(Timeout.Infinite, state.Stopping)) != work)
            return false;
        await work;
        return true;
    }

    public Task<SoakConnection> OpenAsync(int receiveBuffer = 0) =>
        SoakConnection.OpenAsync(state.Address, _limit.Token, receiveBuffer);

    /// <summary>The connection that is kept from load to load. It is for one request, after which it is handed back with <see cref="Keep"/>.</summary>
    public async Task<SoakConnection> TakeKeptAsync()
    {
        var kept = _kept;
        _kept = null;
        if (kept is not null && TimeProvider.System.GetElapsedTime(_keptSince) < KeptFor)
        {
            kept.Cancellation = _limit.Token;
            return kept;
        }

        kept?.Dispose();
        return await OpenAsync();
    }

    public void Keep(SoakConnection connection, Answer last)
    {
        if (last.Closes)
        {
            connection.Dispose();
            return;
        }

        _kept = connection;
        _keptSince = TimeProvider.System.GetTimestamp();
    }

    private async Task RunAsync(Load load)
    {
        try
        {
            await load.RunAsync(this);
            state.CountRun(load.Name);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            state.Report($"{load.Name} (worker {number})", error);
        }
    }

    private Load Pick()
    {
        var at = Random.Next(_weights);
        foreach (var load in mix)
        {
            at -= load.Weight;
            if (at < 0)
                return load;
        }

        return mix[^1];
    }
}
