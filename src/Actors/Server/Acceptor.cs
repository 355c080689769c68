using System.Net.Sockets;

namespace HttpActors.Actors.Server;

/// <summary>One pending accept; a socket that arrives after nobody waits for it any more is closed.</summary>
internal sealed class Acceptor : IDisposable
{
    private readonly SocketAsyncEventArgs _args = new(true);
    private readonly Lock _gate = new();
    private bool _disposed;

    public Acceptor(Action completed) =>
        _args.Completed += (_, _) =>
        {
            if (!CloseIfLate())
            {
                completed();
            }
        };

    public SocketError Error => _args.SocketError;

    /// <summary>True when it is pending; false when <see cref="Error"/> and the socket are there at once.</summary>
    public bool Begin(Socket listening)
    {
        _args.AcceptSocket = null;
        return listening.AcceptAsync(_args);
    }

    public Socket? TakeSocket()
    {
        var socket = _args.AcceptSocket;
        _args.AcceptSocket = null;
        return socket;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            TakeSocket()?.Dispose();
        }
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
