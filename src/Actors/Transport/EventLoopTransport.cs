using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HttpActors.Actors.Loops;

namespace HttpActors.Actors.Transport;

/// <summary>
/// A connected stream socket on an <see cref="EventLoop"/>: one <c>recv</c> and one <c>send</c> a turn, and no other call.
/// </summary>
/// <remarks>
/// The descriptor is watched from the first wait on, edge-triggered, and stays so: a connection that waits, works and
/// waits again makes no call to epoll. An edge comes once, so one that finds nobody waiting is kept for the next wait.
/// </remarks>
internal sealed unsafe class EventLoopTransport : ConnectionTransport, IReadinessTarget
{
    private const ulong NotWatched = 0;
    private readonly EventLoop _loop;
    private readonly LoopInput _input;
    private readonly LoopOutput _output;
    private readonly SocketAddressBytes _remote;
    private readonly Lock _gate = new();
    private ulong _key = NotWatched;
    private bool _isWatched;
    private bool _isBroken;
    private Exception? _failure;
    private Action? _lost;
    private int _socket;

    public EventLoopTransport(EventLoop loop, int socket, in SocketAddressBytes remote)
    {
        _loop = loop;
        _socket = socket;
        _remote = remote;
        _input = new LoopInput(this);
        _output = new LoopOutput(this);
    }

    public EventLoop Loop => _loop;

    public override PipeReader Input => _input;

    public override PipeWriter Output => _output;

    public override EndPoint? LocalEndPoint
    {
        get
        {
            // Any thread: under the gate the number cannot be closed and given out again meanwhile.
            lock (_gate)
            {
                return _socket < 0 ? null : SocketAddressBytes.LocalOf(_socket);
            }
        }
    }

    public override EndPoint? RemoteEndPoint => _remote.ToEndPoint();

    public override Exception? Failure => _failure;

    public override bool? HasInput
    {
        get
        {
            byte octet;
            return Libc.Receive(_socket, &octet, 1, Libc.Peek) >= 0
                || Marshal.GetLastPInvokeError() is not (Libc.TryAgain or Libc.InterruptedCall);
        }
    }

    /// <summary>HUP and ERR are told whatever is watched; what came before is known.</summary>
    public override void WatchForLoss(Action lost)
    {
        Volatile.Write(ref _lost, lost);
        WatchInput();
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isBroken))
        {
            lost();
        }
    }

    public override void SetNoDelay(bool on) => Set(Libc.IpProtoTcp, Libc.TcpNoDelay, on ? 1 : 0);

    public override void SetKeepAlive(bool on, int idleSeconds)
    {
        Set(Libc.SolSocket, Libc.SoKeepAlive, on ? 1 : 0);
        Set(Libc.IpProtoTcp, Libc.TcpKeepIdle, idleSeconds);
    }

    /// <summary>A Unix socket knows no such thing; one that is gone will say so when it is read.</summary>
    private void Set(int level, int name, int value) => _ = Libc.SetSocketOption(_socket, level, name, &value, sizeof(int));

    public override int SendThrough(ReadOnlySpan<byte> data, ReadOnlySpan<byte> suffix) => _output.SendThrough(data, suffix);

    public override void ShutdownOutput() => _ = Libc.Shutdown(_socket, Libc.ShutdownWrite);

    public override void Abort()
    {
        // struct linger { int on; int seconds; }: zero seconds turn the close into a reset.
        var linger = stackalloc int[2] { 1, 0 };
        _ = Libc.SetSocketOption(_socket, Libc.SolSocket, Libc.SoLinger, linger, 2 * sizeof(int));
        Close();
    }

    public override void Close()
    {
        int socket;
        lock (_gate)
        {
            socket = _socket;
            _socket = -1;
            if (_key != NotWatched)
            {
                _loop.Remove(_key);
                _key = NotWatched;
            }
        }

        if (socket >= 0)
        {
            _ = Libc.Close(socket);
            _failure ??= new ObjectDisposedException(nameof(EventLoopTransport));
            _input.Wake();
            _output.Wake();
        }
    }

    public override void ReleaseBuffers()
    {
        _input.Complete();
        _output.Complete();
    }

    void IReadinessTarget.OnReady(uint events)
    {
        const uint Broken = Libc.EpollError | Libc.EpollHangUp;
        var isBroken = (events & Broken) != 0;
        var mayEnd = isBroken || (events & Libc.EpollPeerHangUp) != 0;
        var isRead = (mayEnd || (events & Libc.EpollIn) != 0) && _input.OnEdge(mayEnd);
        if (isBroken || (events & Libc.EpollOut) != 0)
        {
            _output.Wake();
        }

        // A flush that fails by it does not tell who holds octets back.
        if (isBroken && !isRead)
        {
            Volatile.Write(ref _isBroken, true);
            Interlocked.MemoryBarrier();
            Volatile.Read(ref _lost)?.Invoke();
        }
    }

    private void WatchInput()
    {
        if (!Volatile.Read(ref _isWatched))
        {
            Watch(Libc.EpollIn);
        }
    }

    /// <summary>Has epoll look at once, and tell what is there already besides what is to come.</summary>
    private void Watch(uint events)
    {
        events |= Libc.EpollPeerHangUp | Libc.EpollEdgeTriggered;
        lock (_gate)
        {
            if (_socket < 0)
            {
                return;
            }

            if (_key != NotWatched)
            {
                _loop.Modify(_socket, events, _key);
                return;
            }

            _key = _loop.Add(_socket, events, this);
            Volatile.Write(ref _isWatched, true);
        }
    }

    private TransferStatus StatusOf(nint result, out int transferred)
    {
        transferred = (int)Math.Max(result, 0);
        if (result > 0)
        {
            return TransferStatus.Done;
        }

        if (result == 0)
        {
            return TransferStatus.Ended;
        }

        var error = Marshal.GetLastPInvokeError();
        if (error is Libc.TryAgain or Libc.InterruptedCall)
        {
            return TransferStatus.WouldBlock;
        }

        _failure ??= Errno.ToException(error);
        return TransferStatus.Failed;
    }

    private sealed class LoopInput(EventLoopTransport owner) : ReadinessInput
    {
        private int _unseen;
        private bool _mayEnd;

        public bool Wake() => Signal();

        /// <summary>
        /// Something arrived. False: nobody waits for it, and the next wait finds it. An end may stand behind octets that
        /// are read first, and has no edge of its own then: it is looked for until it is there.
        /// </summary>
        public bool OnEdge(bool mayEnd)
        {
            if (mayEnd)
            {
                Volatile.Write(ref _mayEnd, true);
            }

            if (Signal())
            {
                return true;
            }

            // A wait may begin at the same time on a thread that lost this loop: it sees the one, or we see the other.
            Interlocked.Exchange(ref _unseen, 1);
            return Signal();
        }

        protected override TransferStatus TryReceive(Span<byte> target, out int received)
        {
            var mayEnd = Volatile.Read(ref _mayEnd);
            if (mayEnd)
            {
                Interlocked.Exchange(ref _mayEnd, false);
            }

            TransferStatus status;
            fixed (byte* bytes = target)
            {
                status = owner.StatusOf(Libc.Receive(owner._socket, bytes, (nuint)target.Length, 0), out received);
            }

            if (mayEnd && received > 0)
            {
                Volatile.Write(ref _mayEnd, true);
            }

            return status;
        }

        protected override bool Arm()
        {
            owner.WatchInput();
            if (Volatile.Read(ref _unseen) == 0 && !Volatile.Read(ref _mayEnd))
            {
                return owner._socket >= 0;
            }

            // Before the look that follows, which sees all that came until now.
            Interlocked.Exchange(ref _unseen, 0);
            return false;
        }

        protected override void OnSignalUnused() => Volatile.Write(ref _unseen, 1);
    }

    private sealed class LoopOutput(EventLoopTransport owner) : ReadinessOutput
    {
        public bool Wake() => Signal();

        protected override TransferStatus TrySend(List<ArraySegment<byte>> bytes, out int sent) =>
            bytes.Count == 1 ? SendOne(bytes[0], out sent) : TrySend(bytes, default, default, out sent);

        protected override TransferStatus TrySend(
            List<ArraySegment<byte>> staged, ReadOnlySpan<byte> data, ReadOnlySpan<byte> suffix, out int sent) =>
            owner.StatusOf(GatheredSend.Send(owner._socket, staged, data, suffix), out sent);

        protected override bool Arm(ArraySegment<byte> next)
        {
            // Always: the edge may have come since the kernel refused.
            owner.Watch(Libc.EpollIn | Libc.EpollOut);
            return owner._socket >= 0;
        }

        private TransferStatus SendOne(ArraySegment<byte> segment, out int sent)
        {
            fixed (byte* bytes = segment.AsSpan())
            {
                return owner.StatusOf(Libc.Send(owner._socket, bytes, (nuint)segment.Count, Libc.NoSignal), out sent);
            }
        }
    }
}
