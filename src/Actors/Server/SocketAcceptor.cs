using System.Net.Sockets;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Server;

/// <summary>Accepts with <see cref="SocketAsyncEventArgs"/>, on every platform.</summary>
internal sealed class SocketAcceptor : Acceptor
{
    private readonly SocketAsyncEventArgs _args = new(true);
    private readonly Lock _gate = new();
    private readonly Socket _listening;
    private readonly ServerSettings _settings;
    private readonly DescriptorReserve _reserve = new();
    private bool _disposed;
    private int _last = -1;

    public SocketAcceptor(Socket listening, ServerSettings settings, Action completed)
    {
        _listening = listening;
        _settings = settings;
        _args.Completed += (_, _) =>
        {
            if (!CloseIfLate())
            {
                completed();
            }
        };
    }

    public override SocketError Error => _args.SocketError;

    public override bool IsClosed => _listening.SafeHandle.IsClosed;

    public override bool MayRetry => false;

    public override bool HasRoom => _reserve.AllowsAnother(_last);

    public override bool HasBacklog => _listening.Poll(0, SelectMode.SelectRead);

    public override void RefuseNewcomers()
    {
        if (OperatingSystem.IsLinux())
        {
            NewcomerFilter.Attach(_listening);
        }
    }

    /// <summary>The end of the socket ends the accept, with a connection if one had come.</summary>
    public override bool EndPending()
    {
        _listening.Dispose();
        return true;
    }

    public override bool Begin()
    {
        _args.AcceptSocket = null;
        return _listening.AcceptAsync(_args);
    }

    public override ConnectionTransport? Take()
    {
        var socket = TakeSocket();
        try
        {
            if (socket is { ProtocolType: ProtocolType.Tcp })
            {
                ListeningSocket.Configure(socket, _settings);
            }

            _last = (int)(socket?.Handle ?? -1);
            return socket is null ? null : new SocketTransport(socket);
        }
        catch (SocketException)
        {
            // Reset between the accept and now.
            socket!.Dispose();
            return null;
        }
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            TakeSocket()?.Dispose();
        }
    }

    private Socket? TakeSocket()
    {
        var socket = _args.AcceptSocket;
        _args.AcceptSocket = null;
        return socket;
    }

    private bool CloseIfLate()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                TakeSocket()?.Dispose();
                _args.Dispose();
            }

            return _disposed;
        }
    }
}
