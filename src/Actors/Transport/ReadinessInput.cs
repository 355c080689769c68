using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

namespace HttpActors.Actors.Transport;

/// <summary>The outcome of one attempt to receive or send without waiting.</summary>
internal enum TransferStatus : byte
{
    Done,
    WouldBlock,
    Ended,
    Failed,
}

/// <summary>
/// A <see cref="PipeReader"/> over a source that can be asked for bytes without waiting and that tells when it has some.
/// </summary>
/// <remarks>
/// What was received and not yet consumed stands in one contiguous array, so a parser sees a single segment. The array
/// is rented when bytes are about to be received and given back when all of them are consumed. Only the signal crosses
/// threads: bytes are received by whoever reads, in <see cref="IValueTaskSource{TResult}.GetResult"/> at the latest.
/// </remarks>
internal abstract class ReadinessInput : PipeReader, IValueTaskSource<ReadResult>
{
    private const int SmallBuffer = 4 * 1024;
    private const int LargeBuffer = 64 * 1024;

    private ManualResetValueTaskSourceCore<bool> _signal;
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private bool _allExamined = true;
    private bool _lastFilledBuffer;
    private bool _ended;
    private bool _cancelled;
    private bool _completed;
    private int _waiting;

    protected long BytesReceived { get; private set; }

    /// <summary>Receives without waiting.</summary>
    protected abstract TransferStatus TryReceive(Span<byte> target, out int received);

    /// <summary>Asks for one <see cref="Signal"/> when bytes or the end are there. False: they are there already.</summary>
    protected abstract bool Arm();

    /// <summary>A read ended for another reason; a <see cref="Signal"/> that came at the same time was not followed.</summary>
    protected virtual void OnSignalUnused()
    {
    }

    /// <summary>Wakes the pending read, if there is one. Any thread.</summary>
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

    public sealed override bool TryRead(out ReadResult result)
    {
        if (!HasNews)
        {
            Receive();
        }

        if (!HasNews)
        {
            result = default;
            return false;
        }

        result = TakeResult();
        return true;
    }

    public sealed override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!HasNews && _lastFilledBuffer)
        {
            Receive();
        }

        if (HasNews)
        {
            return new ValueTask<ReadResult>(TakeResult());
        }

        ShrinkBuffer();
        _signal.Reset();
        Interlocked.Exchange(ref _waiting, 1);
        if (!Arm())
        {
            Signal();
        }

        return new ValueTask<ReadResult>(this, _signal.Version);
    }

    public sealed override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public sealed override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_buffer is null)
        {
            _allExamined = true;
            return;
        }

        _start = PositionOf(consumed);
        _allExamined = PositionOf(examined) == _end;
        if (_start == _end)
        {
            ReleaseBuffer();
        }
    }

    public sealed override void CancelPendingRead()
    {
        _cancelled = true;
        Signal();
    }

    public sealed override void Complete(Exception? exception = null)
    {
        _completed = true;
        ReleaseBuffer();
    }

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        _signal.GetResult(token);
        if (!HasNews)
        {
            Receive();
        }
        else
        {
            OnSignalUnused();
        }

        return TakeResult();
    }

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _signal.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _signal.OnCompleted(continuation, state, token, flags);

    private bool HasNews => _cancelled || _ended || (_end > _start && !_allExamined);

    private int PositionOf(SequencePosition position) =>
        ReferenceEquals(position.GetObject(), _buffer) ? position.GetInteger() : _end;

    private ReadResult TakeResult()
    {
        var bytes = _buffer is null
            ? ReadOnlySequence<byte>.Empty
            : new ReadOnlySequence<byte>(_buffer, _start, _end - _start);
        var cancelled = _cancelled;
        _cancelled = false;
        return new ReadResult(bytes, cancelled, _ended);
    }

    private void Receive()
    {
        if (_ended || _completed)
        {
            return;
        }

        MakeRoom();
        switch (TryReceive(_buffer.AsSpan(_end), out var received))
        {
            case TransferStatus.Done:
                _lastFilledBuffer = received == _buffer!.Length - _end;
                _end += received;
                _allExamined = false;
                BytesReceived += received;
                return;
            case TransferStatus.WouldBlock:
                _lastFilledBuffer = false;
                break;
            default:
                _ended = true;
                break;
        }

        if (_start == _end)
        {
            ReleaseBuffer();
        }
    }

    private void MakeRoom()
    {
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(_lastFilledBuffer ? LargeBuffer : SmallBuffer);
            _start = _end = 0;
            return;
        }

        if (_end < _buffer.Length)
        {
            return;
        }

        var kept = _end - _start;
        var target = _start > 0 && kept < _buffer.Length / 2
            ? _buffer
            : ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(_start, kept).CopyTo(target);
        if (!ReferenceEquals(target, _buffer))
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        (_buffer, _start, _end) = (target, 0, kept);
    }

    /// <summary>What is waited with is kept for as long as the peer likes: it must not stand in an array many times its size.</summary>
    private void ShrinkBuffer()
    {
        var kept = _end - _start;
        if (_buffer is not { Length: > SmallBuffer } || kept > _buffer.Length / 4)
        {
            return;
        }

        var smaller = ArrayPool<byte>.Shared.Rent(Math.Max(SmallBuffer, kept * 2));
        _buffer.AsSpan(_start, kept).CopyTo(smaller);
        ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, _start, _end) = (smaller, 0, kept);
    }

    private void ReleaseBuffer()
    {
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }

        _start = _end = 0;
        _allExamined = true;
    }
}
