using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Client;

/// <summary>One attempt to connect a socket, without a thread that waits: its event loop says when it is there.</summary>
internal sealed unsafe class LoopConnect : IReadinessTarget
{
    private const uint OneShot = 1u << 30; // EPOLLONESHOT
    private readonly TaskCompletionSource<ConnectionTransport> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly EventLoop _loop;
    private readonly SocketAddressBytes _remote;
    private CancellationTokenRegistration _cancellation;
    private ulong _key;
    private bool _watched;
    private int _socket;

    private LoopConnect(EventLoop loop, in SocketAddressBytes remote, int socket)
    {
        _loop = loop;
        _remote = remote;
        _socket = socket;
    }

    public static Task<ConnectionTransport> ConnectAsync(
        EventLoop loop, EndPoint place, ConnectSettings settings, CancellationToken cancellationToken)
    {
        var socket = Libc.Socket(FamilyOf(place), Libc.StreamNonBlockingCloseOnExec, 0);
        if (socket < 0)
        {
            return Task.FromException<ConnectionTransport>(Errno.ToException(Marshal.GetLastPInvokeError()));
        }

        var attempt = new LoopConnect(loop, SocketAddressBytes.Of(place), socket);
        try
        {
            attempt.Begin(place, settings, cancellationToken);
        }
        catch (SocketException error)
        {
            attempt.Fail(error);
        }

        return attempt._done.Task;
    }

    void IReadinessTarget.OnReady(uint events)
    {
        var error = 0;
        uint length = sizeof(int);
        lock (_gate)
        {
            if (_socket < 0)
            {
                return;
            }

            if (Libc.GetSocketOption(_socket, Libc.SolSocket, Libc.SoError, &error, &length) != 0)
            {
                error = Marshal.GetLastPInvokeError();
            }
        }

        if (error == 0)
        {
            Succeed();
        }
        else
        {
            Fail(Errno.ToException(error));
        }
    }

    private void Begin(EndPoint place, ConnectSettings settings, CancellationToken cancellationToken)
    {
        if (place.AddressFamily != AddressFamily.Unix)
        {
            Configure(settings);
        }

        var address = place.Serialize();
        fixed (byte* bytes = address.Buffer.Span)
        {
            if (Libc.Connect(_socket, bytes, (uint)address.Size) == 0)
            {
                Succeed();
                return;
            }
        }

        var error = Marshal.GetLastPInvokeError();
        if (error is not (Libc.InProgress or Libc.InterruptedCall))
        {
            throw Errno.ToException(error);
        }

        lock (_gate)
        {
            _key = _loop.Add(_socket, Libc.EpollOut | OneShot, this);
            _watched = true;
        }

        _cancellation = cancellationToken.UnsafeRegister(
            static (state, token) => ((LoopConnect)state!).Cancel(token), this);
    }

    private void Configure(ConnectSettings settings)
    {
        if (settings.NoDelay)
        {
            Set(Libc.IpProtoTcp, Libc.TcpNoDelay, 1);
        }

        if (settings.KeepAlive)
        {
            Set(Libc.SolSocket, Libc.SoKeepAlive, 1);
            Set(Libc.IpProtoTcp, Libc.TcpKeepIdle, settings.KeepAliveSeconds);
        }

        if (settings.Local is not null)
        {
            var local = settings.Local.Serialize();
            fixed (byte* bytes = local.Buffer.Span)
            {
                Check(Libc.Bind(_socket, bytes, (uint)local.Size));
            }
        }
    }

    private void Set(int level, int name, int value) => Check(Libc.SetSocketOption(_socket, level, name, &value, sizeof(int)));

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw Errno.ToException(Marshal.GetLastPInvokeError());
        }
    }

    private void Succeed()
    {
        var socket = Take(closes: false);
        if (socket >= 0)
        {
            _cancellation.Dispose();
            _done.TrySetResult(new EventLoopTransport(_loop, socket, _remote));
        }
    }

    private void Fail(Exception error)
    {
        if (Take(closes: true) >= 0)
        {
            _cancellation.Dispose();
            _done.TrySetException(error);
        }
    }

    private void Cancel(CancellationToken token)
    {
        if (Take(closes: true) >= 0)
        {
            _done.TrySetCanceled(token);
        }
    }

    /// <summary>Whoever gets the socket has the last word; epoll forgets it, for its transport watches it anew.</summary>
    private int Take(bool closes)
    {
        lock (_gate)
        {
            var socket = _socket;
            _socket = -1;
            if (socket >= 0 && _watched)
            {
                _loop.Remove(_key);
                _loop.Mute(socket, _key);
            }

            if (socket >= 0 && closes)
            {
                _ = Libc.Close(socket);
            }

            return socket;
        }
    }

    private static int FamilyOf(EndPoint place) => place.AddressFamily switch
    {
        AddressFamily.Unix => 1, // AF_UNIX
        AddressFamily.InterNetwork => 2, // AF_INET
        _ => 10, // AF_INET6
    };
}
