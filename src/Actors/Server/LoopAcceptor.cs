using System.Net.Sockets;
using System.Runtime.InteropServices;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Server;

/// <summary>Accepts on an event loop and deals the connections out to all loops of the group.</summary>
internal sealed unsafe class LoopAcceptor : Acceptor, IReadinessTarget
{
    private const uint OneShot = 1u << 30; // EPOLLONESHOT: a parked accept loop hears nothing more
    private readonly EventLoopGroup _loops;
    private readonly EventLoop _loop;
    private readonly Action _completed;
    private readonly Socket _listening;
    private readonly DescriptorReserve _reserve = new();
    private ConnectionTransport? _accepted;
    private int _last = -1;
    private SocketError _error;
    private ulong _key;
    private bool _watched;

    public LoopAcceptor(EventLoopGroup loops, Socket listening, Action completed)
    {
        (_loops, _listening, _completed) = (loops, listening, completed);
        _loop = loops.Loops[0];
        listening.Blocking = false;
    }

    public override SocketError Error => _error;

    public override bool IsClosed => _listening.SafeHandle.IsClosed;

    /// <summary>The descriptor is held while it is used: the server may close the socket on another thread.</summary>
    public override bool Begin()
    {
        var held = false;
        try
        {
            _listening.SafeHandle.DangerousAddRef(ref held);
            return Accept((int)_listening.SafeHandle.DangerousGetHandle());
        }
        finally
        {
            if (held)
            {
                _listening.SafeHandle.DangerousRelease();
            }
        }
    }

    private bool Accept(int listening)
    {
        // An end of waiting says only that an accept may succeed: it is tried again, here.
        var address = new SocketAddressBytes();
        uint length = SocketAddressBytes.Capacity;
        var socket = Libc.Accept(listening, address.Pointer(), &length, Libc.SocketNonBlockingCloseOnExec);
        if (socket >= 0)
        {
            _error = SocketError.Success;
            _last = socket;
            _accepted = new EventLoopTransport(_loops.Next(), socket, address);
            return false;
        }

        var errno = Marshal.GetLastPInvokeError();
        if (errno is not (Libc.TryAgain or Libc.InterruptedCall))
        {
            _error = Errno.ToSocketError(errno);
            return false;
        }

        Watch(listening);
        return true;
    }

    public override bool MayRetry => true;

    public override bool HasRoom => _reserve.AllowsAnother(_last);

    public override bool HasBacklog => false;

    public override void RefuseNewcomers() => NewcomerFilter.Attach(_listening);

    public override ConnectionTransport? Take()
    {
        var accepted = _accepted;
        _accepted = null;
        return accepted;
    }

    public override void Dispose()
    {
        Take()?.Close();
        if (!_watched)
        {
            return;
        }

        _loop.Remove(_key);
        var held = false;
        try
        {
            // The socket outlives a restart of the accept loop: the next one watches it anew.
            _listening.SafeHandle.DangerousAddRef(ref held);
            _loop.Mute((int)_listening.SafeHandle.DangerousGetHandle(), _key);
        }
        catch (Exception error) when (error is ObjectDisposedException or SocketException)
        {
            // Closed already, which took it out of epoll.
        }
        finally
        {
            if (held)
            {
                _listening.SafeHandle.DangerousRelease();
            }
        }
    }

    void IReadinessTarget.OnReady(uint events)
    {
        _error = SocketError.WouldBlock;
        _completed();
    }

    private void Watch(int listening)
    {
        if (_watched)
        {
            _loop.Modify(listening, Libc.EpollIn | OneShot, _key);
        }
        else
        {
            _key = _loop.Add(listening, Libc.EpollIn | OneShot, this);
            _watched = true;
        }
    }
}
