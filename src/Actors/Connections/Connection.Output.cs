using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Akka.Event;
using HttpActors.Actors.Telemetry;
using HttpActors.Protocol;

namespace HttpActors.Actors.Connections;

/// <summary>What goes out: staged by the session, sent once a turn, or earlier when a lot is staged.</summary>
internal abstract partial class Connection : ILargeWriter
{
    private const long MostPerTurn = 1024 * 1024;
    private Action? _onOutputReady;
    private ConfiguredValueTaskAwaitable<FlushResult>.ConfiguredValueTaskAwaiter _flush;
    private Queue<FlushWaiter>? _flushWaiters;
    private bool _flushPending;
    private bool _outputLost;
    private long _staged;
    private long _flushed;
    private long _posted;
    private long _turnBegan;

    /// <summary>Octets staged or on their way here, not yet taken by the operating system. Any thread.</summary>
    public long BufferedBytes => Volatile.Read(ref _staged) - Volatile.Read(ref _flushed) + Volatile.Read(ref _posted);

    /// <summary>
    /// Whether a writer may go on: less is staged than the high-water mark, and this turn has not sent its share. A peer
    /// that takes octets as fast as they are written must not own the loop.
    /// </summary>
    public bool TakesMore => BufferedBytes < HighWaterMark && !HasSentItsShare;

    /// <summary>Whether this is its turn and has sent enough. Any thread.</summary>
    public bool HasSentItsShare => _flushed - _turnBegan >= MostPerTurn && InTurn;

    /// <summary>Octets ever staged. In turn.</summary>
    public long StagedBytes => _staged;

    /// <summary>Octets ever handed to the operating system. Any thread.</summary>
    public long FlushedBytes => Volatile.Read(ref _flushed);

    /// <summary>Octets in flight to this connection's turn count like staged ones. Any thread.</summary>
    public void CountPosted(long bytes) => Interlocked.Add(ref _posted, bytes);

    void IBufferWriter<byte>.Advance(int count)
    {
        _staged += count;
        _transport.Output.Advance(count);
    }

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => _transport.Output.GetMemory(sizeHint);

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => _transport.Output.GetSpan(sizeHint);

    /// <summary>
    /// Runs <paramref name="callback"/> of <paramref name="exchange"/>, null for the connection's own, in a turn when all that is staged now was handed
    /// over, or with an error.
    /// </summary>
    public void WhenFlushed(MessageExchange? exchange, Action<Exception?> callback)
    {
        if (_outputLost || Volatile.Read(ref _released) == 1)
        {
            callback(_staged <= _flushed ? null : LossError);
            return;
        }

        _flushWaiters ??= new Queue<FlushWaiter>();
        _flushWaiters.Enqueue(new FlushWaiter(_staged, exchange, callback));
    }

    /// <summary>So much would be sent in mid-turn all the same; it is sent from where it lies, and only what is left is copied.</summary>
    void ILargeWriter.WriteLarge(ReadOnlySpan<byte> data, ReadOnlySpan<byte> suffix)
    {
        if (!_flushPending && !IsOver && _staged - _flushed + data.Length >= HighWaterMark)
        {
            var sent = _transport.SendThrough(data, suffix);
            _staged += sent;
            if (_staged - _transport.Output.UnflushedBytes is var flushed && flushed != _flushed)
            {
                Volatile.Write(ref _flushed, flushed);
                OnOutputProgress();
            }

            suffix = suffix[Math.Max(sent - data.Length, 0)..];
            data = data[Math.Min(sent, data.Length)..];
        }

        this.Write(data);
        this.Write(suffix);
    }

    /// <summary>Sends in mid-turn when more is staged than a writer is told to wait for.</summary>
    public void FlushIfLarge()
    {
        if (_staged - _flushed >= HighWaterMark)
        {
            FlushOutput();
        }
    }

    protected void OnOutputReady()
    {
        _flushPending = false;
        TakeFlush();
    }

    protected void FlushOutput()
    {
        while (!_flushPending && _staged > _flushed && !IsOver)
        {
            try
            {
                _flush = _transport.Output.FlushAsync().ConfigureAwait(false).GetAwaiter();
            }
            catch (Exception error)
            {
                OnOutputFailed(error);
                return;
            }

            if (!_flush.IsCompleted)
            {
                _flushPending = true;
                _flush.UnsafeOnCompleted(_onOutputReady ??= () => Tell(ConnectionMessage.OutputReady));
                return;
            }

            TakeFlush();
        }
    }

    private void TakeFlush()
    {
        FlushResult result;
        try
        {
            result = _flush.GetResult();
        }
        catch (Exception error)
        {
            OnOutputFailed(error);
            return;
        }

        if (result.IsCompleted)
        {
            OnOutputFailed(_transport.Failure);
            return;
        }

        Volatile.Write(ref _flushed, _staged - _transport.Output.UnflushedBytes);
        OnOutputProgress();
    }

    protected bool AwaitsFlush => _flushWaiters is { Count: > 0 };

    private bool WaiterIsDue =>
        _flushWaiters is not null && _flushWaiters.TryPeek(out var next) && next.Offset <= _flushed;

    private bool OutputCanMove => !_flushPending && _staged > _flushed;

    protected void NotifyFlushed()
    {
        // Those that are there now; what they add waits for the next round.
        for (var due = _flushWaiters?.Count ?? 0; due > 0 && WaiterIsDue; due--)
        {
            CallBack(_flushWaiters!.Dequeue(), null);
        }

        if (Current is not { } exchange)
        {
            return;
        }

        Interlocked.MemoryBarrier();
        if (TakesMore)
        {
            exchange.OnDrained();
        }
    }

    /// <summary>Nothing is flushed any more; what the peer sent before may still be read. In turn.</summary>
    protected void StopOutput()
    {
        // As if a flush were under way that never ends.
        _flushPending = _outputLost = true;
        FailFlushWaiters();
    }

    protected bool IsOutputLost => _outputLost;

    private Exception LossError => CloseErrors.For(Reason == CloseReason.None ? CloseReason.TransportFailed : Reason);

    private void OnOutputFailed(Exception? error)
    {
        Log.Write(ServerEvent.OutputFailed, null, Id, error?.Message);
        OnOutputFailed();
    }

    protected void FailFlushWaiters()
    {
        while (_flushWaiters is not null && _flushWaiters.TryDequeue(out var waiter))
        {
            CallBack(waiter, waiter.Offset <= _flushed ? null : LossError);
        }
    }

    private void CallBack(in FlushWaiter waiter, Exception? error)
    {
        try
        {
            using (waiter.Exchange is { } exchange ? EnterUserCode(exchange) : EnterUserCode())
            {
                waiter.Callback(error);
            }
        }
        catch (Exception thrown)
        {
            OnUserCodeFailed(waiter.Exchange, thrown);
        }
    }

    private readonly record struct FlushWaiter(long Offset, MessageExchange? Exchange, Action<Exception?> Callback);
}
