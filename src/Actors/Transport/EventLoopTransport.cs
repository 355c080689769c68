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
/// The descriptor is watched from the first wait on, level-triggered, and stays so: a connection that waits, works and
/// waits again makes no call to epoll. An event that finds nobody waiting masks it, so that the loop does not spin; the
/// next wait unmasks it. HUP and ERR cannot be masked: there the descriptor leaves epoll until the next wait.
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
    private uint _interest;
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

    /// <summary>HUP and ERR are told whatever is watched, so nothing is all there is to watch.</summary>
    public override void WatchForLoss(Action lost)
    {
        Volatile.Write(ref _lost, lost);
        lock (_gate)
        {
            if (_socket >= 0 && _key == NotWatched)
            {
                _key = _loop.Add(_socket, 0, this);
                Volatile.Write(ref _interest, 0);
            }
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
        var heard = false;
        if ((events & (Libc.EpollIn | Broken)) != 0)
        {
            heard |= _input.Wake();
        }

        if ((events & (Libc.EpollOut | Broken)) != 0)
        {
            // Off before the wake-up: a flush that waits again after it finds it off and puts it on.
            Watch(add: 0, remove: Libc.EpollOut);
            Interlocked.MemoryBarrier();
            heard |= _output.Wake();
        }

        if (heard)
        {
            return;
        }

        Mask((events & Broken) != 0);
        if ((events & Broken) != 0)
        {
            Volatile.Read(ref _lost)?.Invoke();
        }
    }

    /// <summary>
    /// Nobody waited: the interest goes first, then it is looked again, for a wait may have begun in between on a thread
    /// that had lost this loop.
    /// </summary>
    private void Mask(bool broken)
    {
        lock (_gate)
        {
            if (_key == NotWatched)
            {
                return;
            }

            var before = _interest;
            var rest = broken ? 0 : before & ~Libc.EpollIn;
            Volatile.Write(ref _interest, rest);
            Interlocked.MemoryBarrier();
            if (_input.Wake() | (broken && _output.Wake()))
            {
                Volatile.Write(ref _interest, before);
            }
            else if (broken)
            {
                _loop.Mute(_socket, _key);
                _loop.Remove(_key);
                _key = NotWatched;
            }
            else
            {
                _loop.Modify(_socket, rest, _key);
            }
        }
    }

    /// <summary>Adds to what is watched; a call to epoll only when something changes.</summary>
    private void Want(uint events)
    {
        if ((Volatile.Read(ref _interest) & events) != events)
        {
            Watch(add: events, remove: 0);
        }
    }

    private void Watch(uint add, uint remove)
    {
        lock (_gate)
        {
            var events = (_interest | add) & ~remove;
            if (_socket < 0 || (_key != NotWatched && events == _interest))
            {
                return;
            }

            if (_key == NotWatched && add == 0)
            {
                return;
            }

            if (_key == NotWatched)
            {
                _key = _loop.Add(_socket, events, this);
            }
            else
            {
                _loop.Modify(_socket, events, _key);
            }

            Volatile.Write(ref _interest, events);
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
        public bool Wake() => Signal();

        protected override TransferStatus TryReceive(Span<byte> target, out int received)
        {
            fixed (byte* bytes = target)
            {
                return owner.StatusOf(Libc.Receive(owner._socket, bytes, (nuint)target.Length, 0), out received);
            }
        }

        protected override bool Arm()
        {
            owner.Want(Libc.EpollIn);
            return owner._socket >= 0;
        }
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
            owner.Want(Libc.EpollOut);
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
