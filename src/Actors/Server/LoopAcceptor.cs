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
    private ConnectionTransport? _accepted;
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

    public override bool Begin()
    {
        // An end of waiting says only that an accept may succeed: it is tried again, here.
        var address = new SocketAddressBytes();
        uint length = SocketAddressBytes.Capacity;
        var socket = Libc.Accept((int)_listening.Handle, address.Pointer(), &length, Libc.SocketNonBlockingCloseOnExec);
        if (socket >= 0)
        {
            _error = SocketError.Success;
            _accepted = new EventLoopTransport(_loops.Next(), socket, address);
            return false;
        }

        var errno = Marshal.GetLastPInvokeError();
        if (errno is not (Libc.TryAgain or Libc.InterruptedCall))
        {
            _error = Errno.ToSocketError(errno);
            return false;
        }

        Watch();
        return true;
    }

    public override ConnectionTransport? Take()
    {
        var accepted = _accepted;
        _accepted = null;
        return accepted;
    }

    public override void Dispose()
    {
        Take()?.Close();
        if (_watched)
        {
            _loop.Remove(_key);
        }
    }

    void IReadinessTarget.OnReady(uint events)
    {
        _error = SocketError.WouldBlock;
        _completed();
    }

    private void Watch()
    {
        if (_watched)
        {
            _loop.Modify((int)_listening.Handle, Libc.EpollIn | OneShot, _key);
        }
        else
        {
            _key = _loop.Add((int)_listening.Handle, Libc.EpollIn | OneShot, this);
            _watched = true;
        }
    }
}
