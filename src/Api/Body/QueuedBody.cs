using System.Buffers;
using System.Threading.Tasks.Sources;
using HttpActors.Actors.Connections;

namespace HttpActors.Body;

/// <summary>
/// A body that is taken piece by piece: each is copied once and queued until it is asked for; a full queue stops the
/// reading of the socket.
/// </summary>
/// <remarks>Filled in the connection's turn, emptied by one reader on any thread.</remarks>
internal sealed class QueuedBody(IncomingMessage message, CancellationToken cancellation)
    : IBodyReceiver, IAsyncEnumerable<ReadOnlyMemory<byte>>, IAsyncEnumerator<ReadOnlyMemory<byte>>, IValueTaskSource<bool>
{
    private const int FullAt = 64 * 1024;
    private const int RoomAt = 32 * 1024;

    // What a piece costs beside its octets: a peer that sends one at a time must not get many times the memory.
    private const int PieceCost = 64;
    private readonly Lock _gate = new();
    private readonly Queue<ReadOnlyMemory<byte>> _pieces = new(2);
    private ManualResetValueTaskSourceCore<bool> _more = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _own;
    private CancellationTokenRegistration _given;
    private Exception? _failure;
    private long _queued;
    private bool _waiting;
    private bool _ended;
    private bool _full;
    private bool _enumerated;

    public ReadOnlyMemory<byte> Current { get; private set; }

    public bool IsFull => Volatile.Read(ref _full);

    public void OnData(ReadOnlySequence<byte> data)
    {
        if (Fill(data))
        {
            message.Exchange.SetFull(true);
        }

        Wake();
    }

    public void OnEnd()
    {
        Finish(null);
        message.RaiseEnded();
    }

    public void OnFailed(Exception error) => Finish(error);

    /// <summary>A body can be enumerated once.</summary>
    public IAsyncEnumerator<ReadOnlyMemory<byte>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _enumerated, true))
        {
            throw new HttpStateException("ERR_HTTP_BODY_CLAIMED", "The body is already enumerated; a body can be taken once.");
        }

        _own = Watch(cancellation);
        _given = cancellationToken == cancellation ? default : Watch(cancellationToken);
        return this;
    }

    public ValueTask<bool> MoveNextAsync()
    {
        bool hasRoom;
        lock (_gate)
        {
            if (!_pieces.TryDequeue(out var piece))
            {
                return WaitForMore();
            }

            Current = piece;
            _queued -= piece.Length + PieceCost;
            hasRoom = _full && _queued <= RoomAt;
            _full &= !hasRoom;
        }

        if (hasRoom)
        {
            message.Exchange.SetFull(false);
        }

        return ValueTask.FromResult(true);
    }

    public ValueTask DisposeAsync()
    {
        _own.Dispose();
        _given.Dispose();
        lock (_gate)
        {
            _pieces.Clear();
            if (_ended)
            {
                return default;
            }
        }

        // The reader leaves before the end.
        message.Exchange.Abandon();
        return default;
    }

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        _more.GetResult(token);
        return MoveNextAsync().GetAwaiter().GetResult();
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _more.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _more.OnCompleted(continuation, state, token, flags);

    /// <summary>Under the gate, and nothing is queued.</summary>
    private ValueTask<bool> WaitForMore()
    {
        if (_failure is not null)
        {
            return ValueTask.FromException<bool>(_failure);
        }

        if (_ended)
        {
            return ValueTask.FromResult(false);
        }

        _more.Reset();
        _waiting = true;
        return new ValueTask<bool>(this, _more.Version);
    }

    private void Finish(Exception? failure)
    {
        lock (_gate)
        {
            _ended = true;
            _failure ??= failure;
        }

        Wake();
    }

    private CancellationTokenRegistration Watch(CancellationToken token) => token.UnsafeRegister(
        static (body, cancelled) => ((QueuedBody)body!).Cancel(cancelled), this);

    private void Cancel(CancellationToken token)
    {
        lock (_gate)
        {
            _failure ??= new OperationCanceledException(token);
            _pieces.Clear();
        }

        Wake();
    }

    /// <summary>True: the queue has become full.</summary>
    internal bool Fill(ReadOnlySequence<byte> data)
    {
        lock (_gate)
        {
            foreach (var segment in data)
            {
                _pieces.Enqueue(segment.ToArray());
                _queued += segment.Length + PieceCost;
            }

            var fills = !_full && _queued >= FullAt;
            _full |= fills;
            return fills;
        }
    }

    internal void Wake()
    {
        lock (_gate)
        {
            // The reader may have taken the piece already, and wait for the next one.
            if (!_waiting || (_pieces.Count == 0 && !_ended && _failure is null))
            {
                return;
            }

            _waiting = false;
        }

        _more.SetResult(true);
    }
}
