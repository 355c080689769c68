using System.Diagnostics;

namespace HttpActors.Bench.Load.Generator;

/// <summary>
/// One thread's share of the load. Kept connections go through two phases: each is opened and answered once
/// (<see cref="Establish"/>), then all are driven (<see cref="RunUntil"/>). What happens after an answer depends on
/// the kind of run: the next batch at once, the next request when its time has come, or a new connection.
/// </summary>
internal sealed class LoadLoop : IDisposable
{
    // More at once overflow a server's accept queue, and a dropped SYN is repeated after a whole second.
    private const int OpeningAtOnce = 128;
    private const int MostErrors = 1000;
    private const int LongestWaitMilliseconds = 100;

    private static readonly TimeSpan EstablishLimit = TimeSpan.FromSeconds(30);
    private static readonly double NanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    private readonly GeneratorOptions _options;
    private readonly ConnectionSet _set;
    private readonly Queue<Connection> _toOpen = [];
    private readonly Queue<Connection> _idle = [];
    private readonly RequestBytes _single;
    private readonly RequestBytes _batch;
    private readonly RequestBytes _exception;
    private bool _establishing;
    private int _opening;
    private int _established;
    private long _due;
    private long _fired;

    public LoadLoop(GeneratorOptions options, int count)
    {
        _options = options;
        _set = new ConnectionSet(options, count);
        _single = RequestBytes.Single(options);
        _batch = RequestBytes.Batch(options);
        _exception = RequestBytes.Exception(options);
        foreach (var connection in _set.All)
            _toOpen.Enqueue(connection);
    }

    public Tally Tally { get; } = new();

    public int Open => _set.All.Count(connection => connection.State is not (ConnectionState.Closed or ConnectionState.Connecting));

    /// <summary>Opens every connection and has one request answered on each.</summary>
    public void Establish()
    {
        _establishing = true;
        var end = Stopwatch.GetTimestamp() + (long)(EstablishLimit.TotalSeconds * Stopwatch.Frequency);
        while (_established < _set.All.Count)
        {
            if (Stopwatch.GetTimestamp() >= end)
                throw new GeneratorException(
                    $"{_established} of {_set.All.Count} connections were answered within {EstablishLimit.TotalSeconds} s; {Tally.FirstError}");
            OpenQueued();
            Handle(_set.Wait(LongestWaitMilliseconds));
        }

        _establishing = false;
    }

    /// <summary>Sends the first request of the run on each established connection.</summary>
    public void Start()
    {
        var now = Stopwatch.GetTimestamp();
        _due = now;
        foreach (var connection in _set.All)
        {
            if (connection.State == ConnectionState.Idle)
                Continue(connection, now);
        }
    }

    public void RunUntil(long end)
    {
        for (var now = Stopwatch.GetTimestamp(); now < end; now = Stopwatch.GetTimestamp())
        {
            SendDue(now);
            OpenQueued();
            Handle(Wait(now, end));
        }
    }

    /// <summary>Only watches the connections: what the server closes stays closed.</summary>
    public void HoldFor(TimeSpan time)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time;)
            Handle(_set.Wait((int)time.TotalMilliseconds));
    }

    public void Dispose() => _set.Dispose();

    private int Wait(long now, long end)
    {
        if (_options.Rate > 0 && _idle.Count > 0)
            return _set.WaitPrecisely((long)((Math.Min(_due, end) - now) * NanosecondsPerTick));
        var milliseconds = (end - now) * 1000 / Stopwatch.Frequency + 1;
        return _set.Wait((int)Math.Min(milliseconds, LongestWaitMilliseconds));
    }

    private void Handle(int count)
    {
        for (var i = 0; i < count; i++)
        {
            if (_set.At(i, out var events) is { } connection)
                Handle(connection, events);
        }
    }

    private void Handle(Connection connection, uint events)
    {
        if (connection.State == ConnectionState.Connecting)
        {
            Connected(connection);
            return;
        }

        if ((events & Native.EpollOut) != 0 && connection.State == ConnectionState.Sending && !_set.SendMore(connection))
            Fail(connection, "the connection broke while a request was sent");
        else if ((events & ~Native.EpollOut) != 0)
            Receive(connection);
    }

    private void OpenQueued()
    {
        for (var left = _toOpen.Count; left > 0 && (!_establishing || _opening < OpeningAtOnce); left--)
        {
            var connection = _toOpen.Dequeue();
            connection.Started = Stopwatch.GetTimestamp();
            _opening++;
            if (!_set.Open(connection, out var error))
                Fail(connection, $"connect failed with errno {error}");
        }
    }

    private void Connected(Connection connection)
    {
        var error = _set.FinishOpen(connection);
        if (error != 0)
            Fail(connection, $"connect failed with errno {error}");
        else if (_establishing || _options.Close)
            Send(connection, _single, connection.Started);
        else
            Continue(connection, Stopwatch.GetTimestamp());
    }

    private void Receive(Connection connection)
    {
        var bytes = _set.Receive(connection, out var error);
        if (bytes.IsEmpty)
        {
            if (error != Native.EAgain)
                Ended(connection, error);
            return;
        }

        var now = Stopwatch.GetTimestamp();
        while (!bytes.IsEmpty)
        {
            var result = connection.Reader.Read(ref bytes);
            if (result == ReadResult.Malformed || (result == ReadResult.Complete && !IsExpected(connection)))
            {
                Fail(connection, result == ReadResult.Malformed ? "malformed response" : "a response nobody asked for");
                return;
            }

            if (result == ReadResult.Complete)
                Answered(connection, now);
        }
    }

    private static bool IsExpected(Connection connection) => connection.Pending > 0 && connection.State == ConnectionState.Waiting;

    private void Answered(Connection connection, long now)
    {
        if (connection.Reader.Status is < 200 or > 299)
            Fault($"status {connection.Reader.Status}");
        Tally.Response(connection.Reader.BodyBytes);
        if (!connection.IsException)
            Tally.Latencies.Record((long)((now - connection.Started) * NanosecondsPerTick));
        connection.Reader.Reset();
        if (--connection.Pending == 0)
            Continue(connection, now);
    }

    private void Continue(Connection connection, long now)
    {
        if (_establishing)
        {
            connection.State = ConnectionState.Idle;
            _established++;
            _opening--;
        }
        else if (_options.Close)
        {
            connection.State = ConnectionState.Ending;
        }
        else if (_options.Rate > 0)
        {
            connection.State = ConnectionState.Idle;
            _idle.Enqueue(connection);
        }
        else
        {
            Send(connection, _batch, now);
        }
    }

    /// <summary>Latency counts from the time on the schedule, so a stalled server cannot hide the requests it kept from being sent.</summary>
    private void SendDue(long now)
    {
        while (_options.Rate > 0 && _due <= now && _idle.TryDequeue(out var connection))
        {
            if (connection.State != ConnectionState.Idle)
                continue;
            connection.IsException = _options.Every > 0 && ++_fired % _options.Every == 0;
            Send(connection, connection.IsException ? _exception : _batch, _due);
            _due += Stopwatch.Frequency / _options.Rate;
        }
    }

    private void Send(Connection connection, RequestBytes request, long started)
    {
        connection.Started = started;
        if (!_set.Send(connection, request))
            Fail(connection, "the connection broke while a request was sent");
    }

    private void Ended(Connection connection, int error)
    {
        if (connection.State == ConnectionState.Ending && error == 0)
        {
            _set.Close(connection);
            _toOpen.Enqueue(connection);
        }
        else
        {
            Fail(connection, error == 0 ? "the server closed a kept connection" : $"receive failed with errno {error}");
        }
    }

    private void Fail(Connection connection, string reason)
    {
        _set.Close(connection);
        if (_options.Hold && !_establishing)
            return;
        if (_establishing)
            _opening--;
        _toOpen.Enqueue(connection);
        Fault(reason);
    }

    private void Fault(string reason)
    {
        Tally.Error(reason);
        if (Tally.Errors > MostErrors)
            throw new GeneratorException($"more than {MostErrors} errors; the first: {Tally.FirstError}");
    }
}
