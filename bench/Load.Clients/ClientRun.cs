using System.Diagnostics;

namespace HttpActors.Bench.Load.Clients;

/// <summary>Requests one after the other in each of some lanes, for a time; the figures are of this process.</summary>
internal sealed class ClientRun(IClient client, int lanes)
{
    private long _requests;
    private long _bytes;
    private long _errors;
    private string? _firstError;
    private bool _stop;

    public async Task<object> RunAsync(TimeSpan warmup, TimeSpan counted)
    {
        var running = Enumerable.Range(0, lanes).Select(_ => LaneAsync()).ToArray();
        await Task.Delay(warmup).ConfigureAwait(false);
        var (requests, bytes, errors) = (Volatile.Read(ref _requests), Volatile.Read(ref _bytes), Volatile.Read(ref _errors));
        var cpu = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        await Task.Delay(counted).ConfigureAwait(false);
        var report = new
        {
            requests = Volatile.Read(ref _requests) - requests,
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,

            // The reader of the report asks for the process under measurement, which is the client here.
            serverCpuSeconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
            bodyBytesReceived = Volatile.Read(ref _bytes) - bytes,
            errors = Volatile.Read(ref _errors) - errors,
            firstError = _firstError,
        };
        Volatile.Write(ref _stop, true);
        await Task.WhenAll(running).ConfigureAwait(false);
        return report;
    }

    private async Task LaneAsync()
    {
        await Task.Yield();
        while (!Volatile.Read(ref _stop))
        {
            try
            {
                Interlocked.Add(ref _bytes, await client.GetAsync().ConfigureAwait(false));
                Interlocked.Increment(ref _requests);
            }
            catch (Exception error)
            {
                _firstError ??= error.Message;
                Interlocked.Increment(ref _errors);
            }
        }
    }
}
