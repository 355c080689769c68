using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace HttpActors.Bench.Load.Generator;

/// <summary>
/// Runs the loops side by side. All pass three gates together: established, warmed up, done. The server's CPU time
/// is read at the last two, while no loop works, so it covers exactly the requests that are counted.
/// </summary>
internal sealed class LoadRun(GeneratorOptions options) : IDisposable
{
    private readonly LoadLoop[] _loops = [.. Shares(options).Select(share => new LoadLoop(options, share))];
    private ExceptionDispatchInfo? _failure;
    private double _cpu;
    private long _windowStart;
    private long _end;
    private TimeSpan _window;

    public LoadReport Run()
    {
        using var gate = new Barrier(_loops.Length, PassGate);
        var threads = _loops.Skip(1).Select(loop => StartThread(() => Drive(loop, gate))).ToArray();
        Drive(_loops[0], gate);
        foreach (var thread in threads)
            thread.Join();
        _failure?.Throw();
        return Report(0);
    }

    /// <summary>Opens the connections, says so, and keeps them until the other side answers.</summary>
    public LoadReport Hold(TextReader input, TextWriter output)
    {
        var loop = _loops[0];
        loop.Establish();
        output.WriteLine("held");
        output.Flush();
        var released = Task.Run(input.ReadLine);
        for (var start = Stopwatch.GetTimestamp(); !released.IsCompleted && Stopwatch.GetElapsedTime(start).TotalSeconds < 120;)
            loop.HoldFor(TimeSpan.FromMilliseconds(20));
        return Report(loop.Open);
    }

    public void Dispose()
    {
        foreach (var loop in _loops)
            loop.Dispose();
    }

    private static IEnumerable<int> Shares(GeneratorOptions options)
    {
        var threads = options.Hold ? 1 : options.Threads;
        return Enumerable.Range(0, threads).Select(i => (options.Connections + i) / threads);
    }

    private static Thread StartThread(ThreadStart work)
    {
        var thread = new Thread(work) { IsBackground = true };
        thread.Start();
        return thread;
    }

    private void Drive(LoadLoop loop, Barrier gate)
    {
        try
        {
            if (!options.Close)
                loop.Establish();
            gate.SignalAndWait();
            loop.Start();
            loop.RunUntil(_end);
            gate.SignalAndWait();
            loop.Tally.StartWindow();
            loop.RunUntil(_end);
            gate.SignalAndWait();
        }
        catch (GeneratorException error)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(error), null);
            gate.RemoveParticipant();
        }
    }

    private void PassGate(Barrier gate)
    {
        var seconds = gate.CurrentPhaseNumber == 0 ? options.Warmup : options.Duration;
        var cpu = gate.CurrentPhaseNumber == 0 ? 0 : ProcessFacts.CpuSeconds(options.Watch);
        var now = Stopwatch.GetTimestamp();
        if (gate.CurrentPhaseNumber == 2)
        {
            _cpu = cpu - _cpu;
            _window = Stopwatch.GetElapsedTime(_windowStart, now);
            return;
        }

        _cpu = cpu;
        _windowStart = now;
        _end = now + (long)(seconds * Stopwatch.Frequency);
    }

    private LoadReport Report(int held)
    {
        var total = new Tally();
        foreach (var loop in _loops)
            total.Add(loop.Tally);
        return new LoadReport
        {
            Requests = total.Requests,
            Seconds = _window.TotalSeconds,
            ServerCpuSeconds = _cpu,
            BodyBytesReceived = total.BodyBytes,
            Errors = total.Errors,
            FirstError = total.FirstError,
            P50 = total.Latencies.Percentile(50) / 1e6,
            P90 = total.Latencies.Percentile(90) / 1e6,
            P99 = total.Latencies.Percentile(99) / 1e6,
            P999 = total.Latencies.Percentile(99.9) / 1e6,
            Maximum = total.Latencies.Maximum / 1e6,
            Held = held,
        };
    }
}
