using System.Net;
using HttpActors.Bench.Soak.Client;

namespace HttpActors.Bench.Soak.Loads;

/// <summary>What the workers of a soak share.</summary>
internal sealed class LoadState(IPEndPoint address, int rate, CancellationToken stopping)
{
    private const int TextsKept = 100;
    private readonly Lock _gate = new();
    private readonly List<string> _errors = [];
    private readonly SortedDictionary<string, long> _runs = [];
    private long _errorCount;
    private long _requests;

    public IPEndPoint Address { get; } = address;

    public Pacer Pacer { get; } = new(rate);

    /// <summary>Begin nothing any more.</summary>
    public CancellationToken Stopping { get; } = stopping;

    public long Requests => Volatile.Read(ref _requests);

    public long ErrorCount => Volatile.Read(ref _errorCount);

    /// <summary>The first errors.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_gate)
                return [.. _errors];
        }
    }

    /// <summary>How often each load was run.</summary>
    public IReadOnlyDictionary<string, long> Runs
    {
        get
        {
            lock (_gate)
                return new SortedDictionary<string, long>(_runs);
        }
    }

    public void CountRequests(int requests) => Interlocked.Add(ref _requests, requests);

    public void CountRun(string load)
    {
        lock (_gate)
            _runs[load] = _runs.GetValueOrDefault(load) + 1;
    }

    public void Report(string where, Exception error)
    {
        Interlocked.Increment(ref _errorCount);
        var what = error is UnexpectedException ? error.Message : $"{error.GetType().Name}: {error.Message}";
        lock (_gate)
        {
            if (_errors.Count < TextsKept)
                _errors.Add($"{where}: {what}");
        }
    }
}
