using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

namespace HttpActors.Actors.Transport;

/// <summary>
/// A <see cref="PipeWriter"/> that stages bytes and sends them, in one gathered call, when it is flushed.
/// </summary>
/// <remarks>
/// Segments are touched only by whoever writes and flushes. What does not fit into the peer's window stays staged: the
/// pending flush completes when sending can go on, and the next flush goes on with it.
/// </remarks>
internal abstract class ReadinessOutput : PipeWriter, IValueTaskSource<FlushResult>
{
    private const int SmallSegment = 4 * 1024;
    private const int LargeSegment = 64 * 1024;

    private readonly List<ArraySegment<byte>> _gathered = new(2);
    private readonly Queue<Segment> _segments = new(1);
    private ManualResetValueTaskSourceCore<bool> _signal;
    private Segment? _tail;
    private Segment? _spare;
    private long _unflushed;
    private bool _completed;
    private bool _failed;
    private bool _cancelled;
    private int _waiting;

    protected long BytesSent { get; private set; }

    /// <summary>Sends without waiting; <paramref name="sent"/> may be less than what was given.</summary>
    protected abstract TransferStatus TrySend(List<ArraySegment<byte>> bytes, out int sent);

    /// <summary>Sends without waiting, <paramref name="data"/> and <paramref name="suffix"/> behind what was staged.</summary>
    protected virtual TransferStatus TrySend(
        List<ArraySegment<byte>> staged, ReadOnlySpan<byte> data, ReadOnlySpan<byte> suffix, out int sent)
    {
        sent = 0;
        return TransferStatus.WouldBlock;
    }

    /// <summary>
    /// Asks for one <see cref="Signal"/> when sending can go on. A transport that can only wait by sending takes
    /// <paramref name="next"/> and reports through <see cref="TakeSentWhileWaiting"/>. False: it can go on already.
    /// </summary>
    protected abstract bool Arm(ArraySegment<byte> next);

    /// <summary>Bytes sent by the waiting itself since the last call; -1 when that failed.</summary>
    protected virtual int TakeSentWhileWaiting() => 0;

    /// <summary>Wakes the pending flush, if there is one. Any thread.</summary>
    /// <returns>True when there was one.</returns>
    protected bool Signal()
    {
        if (Volatile.Read(ref _waiting) == 0 || Interlocked.Exchange(ref _waiting, 0) == 0)
        {
            return false;
        }

        _signal.SetResult(true);
        return true;
    }

    public sealed override bool CanGetUnflushedBytes => true;

    public sealed override long UnflushedBytes => _unflushed;

    public sealed override Memory<byte> GetMemory(int sizeHint = 0) => Room(sizeHint).Free;

    public sealed override Span<byte> GetSpan(int sizeHint = 0) => Room(sizeHint).Free.Span;

    public sealed override void Advance(int bytes)
    {
        if (bytes == 0)
        {
            return;
        }

        _tail!.Written += bytes;
        _unflushed += bytes;
    }

    public sealed override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!SendStaged())
        {
            return new ValueTask<FlushResult>(TakeResult());
        }

        _signal.Reset();
        Interlocked.Exchange(ref _waiting, 1);
        if (!Arm(_segments.Peek().Unsent))
        {
            Signal();
        }

        return new ValueTask<FlushResult>(this, _signal.Version);
    }

    /// <inheritdoc cref="ConnectionTransport.SendThrough"/>
    public int SendThrough(ReadOnlySpan<byte> data, ReadOnlySpan<byte> suffix)
    {
        if (_failed || _completed)
        {
            return 0;
        }

        Gather();
        if (TrySend(_gathered, data, suffix, out var sent) != TransferStatus.Done)
        {
            // A failure is told by the flush that follows.
            return 0;
        }

        var staged = (int)Math.Min(sent, _unflushed);
        Consume(staged);
        BytesSent += sent - staged;
        return sent - staged;
    }

    public sealed override void CancelPendingFlush()
    {
        _cancelled = true;
        Signal();
    }

    public sealed override void Complete(Exception? exception = null)
    {
        _completed = true;
        ReleaseAll();
    }

    FlushResult IValueTaskSource<FlushResult>.GetResult(short token)
    {
        _signal.GetResult(token);
        var sent = TakeSentWhileWaiting();
        if (sent < 0)
        {
            Fail();
        }
        else
        {
            Consume(sent);
            SendStaged();
        }

        return TakeResult();
    }

    ValueTaskSourceStatus IValueTaskSource<FlushResult>.GetStatus(short token) => _signal.GetStatus(token);

    void IValueTaskSource<FlushResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _signal.OnCompleted(continuation, state, token, flags);

    private FlushResult TakeResult()
    {
        var cancelled = _cancelled;
        _cancelled = false;
        return new FlushResult(cancelled, _failed || _completed);
    }

    private Segment Room(int sizeHint)
    {
        if (_tail is not null && _tail.Room >= Math.Max(sizeHint, 1))
        {
            return _tail;
        }

        var size = Math.Max(sizeHint, _unflushed < SmallSegment ? SmallSegment : LargeSegment);
        _tail = _spare ?? new Segment();
        _spare = null;
        _tail.Reset(ArrayPool<byte>.Shared.Rent(size));
        _segments.Enqueue(_tail);
        return _tail;
    }

    /// <summary>True when bytes are left that the peer does not take now.</summary>
    private bool SendStaged()
    {
        while (_unflushed > 0 && !_failed)
        {
            Gather();
            switch (TrySend(_gathered, out var sent))
            {
                case TransferStatus.Done:
                    Consume(sent);
                    break;
                case TransferStatus.WouldBlock:
                    return true;
                default:
                    Fail();
                    break;
            }
        }

        return false;
    }

    private void Gather()
    {
        _gathered.Clear();
        foreach (var segment in _segments)
        {
            if (segment.Unsent.Count > 0)
            {
                _gathered.Add(segment.Unsent);
            }
        }
    }

    private void Consume(int sent)
    {
        _unflushed -= sent;
        BytesSent += sent;
        while (_segments.TryPeek(out var first) && first.Take(ref sent))
        {
            _segments.Dequeue();
            ArrayPool<byte>.Shared.Return(first.Bytes);
            first.Reset([]);
            _spare = first;
        }

        if (_segments.Count == 0)
        {
            _tail = null;
        }
    }

    private void Fail()
    {
        _failed = true;
        ReleaseAll();
    }

    private void ReleaseAll()
    {
        while (_segments.TryDequeue(out var segment))
        {
            // A segment that a pending send may still read from is left to the garbage collector.
            if (Volatile.Read(ref _waiting) == 0)
            {
                ArrayPool<byte>.Shared.Return(segment.Bytes);
            }
        }

        _tail = null;
        _unflushed = 0;
    }

    private sealed class Segment
    {
        private int _sent;

        public byte[] Bytes { get; private set; } = [];

        public int Written { get; set; }

        public int Room => Bytes.Length - Written;

        public Memory<byte> Free => Bytes.AsMemory(Written);

        public ArraySegment<byte> Unsent => new(Bytes, _sent, Written - _sent);

        public void Reset(byte[] bytes)
        {
            Bytes = bytes;
            Written = _sent = 0;
        }

        /// <summary>Takes its share of <paramref name="sent"/>; true when nothing of this segment is left to send.</summary>
        public bool Take(ref int sent)
        {
            var share = Math.Min(sent, Written - _sent);
            _sent += share;
            sent -= share;
            return _sent == Written;
        }
    }
}
