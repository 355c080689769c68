using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using HttpActors.Actors.Telemetry;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Server;

/// <summary>Raised when an accept loop cannot go on; its supervisor starts it again on the same socket.</summary>
internal sealed class AcceptFailedException(string message, Exception cause) : Exception(message, cause);

/// <summary>
/// The accept loop of one listening socket.
/// </summary>
/// <remarks>
/// One accept is pending at a time. At the connection limit the loop parks and leaves newcomers to the kernel's backlog.
/// A connection that died before it was accepted costs nothing; when the process is out of descriptors or memory the
/// loop pauses, for the next accept would fail at once again. A draining server still takes what the backlog holds: those
/// clients believe to be connected, and closing the socket would reset them.
/// </remarks>
internal sealed class ListenerActor : UntypedActor
{
    private const int AcceptsPerTurn = 64;
    private static readonly AcceptCompleted Completed = new();
    private readonly ServerContext _server;
    private readonly IActorRef[] _supervisors;
    private readonly Acceptor _acceptor;
    private bool _paused;
    private bool _accepting;
    private int _looksLeft = 8;
    private bool _draining;
    private bool _ended;
    private bool _starved;
    private bool _full;
    private int _next;

    private ListenerActor(ServerContext server, Func<Action, Acceptor> acceptor, IActorRef[] supervisors)
    {
        (_server, _supervisors) = (server, supervisors);
        var self = Self;
        _acceptor = acceptor(() => self.Tell(Completed, ActorRefs.NoSender));
    }

    public static Props Props(ServerContext server, Socket socket, IActorRef[] supervisors) =>
        Props(server, completed => Acceptor.Create(server, socket, completed), supervisors);

    /// <param name="server">The server.</param>
    /// <param name="acceptor">Makes what accepts, anew for each restart; it is given what ends its pending accept.</param>
    /// <param name="supervisors">Who is handed the connections in turn.</param>
    public static Props Props(ServerContext server, Func<Action, Acceptor> acceptor, IActorRef[] supervisors) =>
        Akka.Actor.Props.CreateBy(new ActorProducer<ListenerActor>(() => new ListenerActor(server, acceptor, supervisors)));

    protected override void PreStart()
    {
        if (_server.IsDraining)
        {
            // Restarted after the message.
            OnDrain();
        }
        else
        {
            AcceptMore();
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AcceptCompleted when _ended:
                Take();
                Context.Stop(Self);
                break;
            case not AcceptCompleted when _ended:
                break;
            case AcceptCompleted:
                _accepting = false;
                Take();
                AcceptMore();
                break;
            case ResumeAccepting:
                AcceptMore();
                break;
            case Drain:
                OnDrain();
                break;
            case PauseEnded:
                _paused = false;
                AcceptMore();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop() => _acceptor.Dispose();

    private bool IsParked => _paused || IsFull();

    /// <summary>Reported once until half of the connections are gone, or it would be said with every connection.</summary>
    private bool IsFull()
    {
        var (count, most) = (_server.ConnectionCount, _server.Settings.MaxConnections);
        if (most <= 0 || count < most)
        {
            _full &= count * 2L > most;
            return false;
        }

        if (!_full)
        {
            _full = true;
            HttpInstruments.CountLimit(nameof(ServerSettings.MaxConnections));
            _server.Log.Write(ServerEvent.AcceptingFull, null, count);
        }

        return true;
    }

    private void OnDrain()
    {
        _draining = true;
        _paused = false;
        _acceptor.RefuseNewcomers();
        _accepting &= !_acceptor.MayRetry;
        AcceptMore();
    }

    private void End()
    {
        _ended = true;
        if (!_accepting || !_acceptor.EndPending())
        {
            Context.Stop(Self);
        }
    }

    private void AcceptMore()
    {
        TryAcceptMore();
        if (!_draining || (!_paused && !(_accepting && !_acceptor.HasBacklog)))
        {
            return;
        }

        if (_looksLeft == 0 || _paused)
        {
            End();
            return;
        }

        // A handshake that had begun before newcomers were refused may be just about to end.
        _looksLeft--;
        _accepting &= !_acceptor.MayRetry;
        Self.Tell(new ResumeAccepting());
    }

    // The limit of connections does not hold for those who are connected already, as far as they know.
    private void TryAcceptMore()
    {
        for (var i = 0; !_accepting && (_draining ? !_paused : !IsParked); i++)
        {
            if (!_draining && !_acceptor.HasRoom)
            {
                Pause(SocketError.TooManyOpenSockets);
                return;
            }

            if (i >= AcceptsPerTurn)
            {
                Self.Tell(new ResumeAccepting());
                return;
            }

            try
            {
                _accepting = _acceptor.Begin();
            }
            catch (ObjectDisposedException)
            {
                // The server closed the socket; this actor is being stopped.
                return;
            }

            if (_accepting)
            {
                NoteResumed();
            }
            else
            {
                Take();
            }
        }
    }

    private void Take()
    {
        switch (_acceptor.Error)
        {
            case SocketError.Success:
                Hand(_acceptor.Take());
                break;
            case SocketError.Interrupted:
                break;
            case SocketError.OperationAborted or SocketError.NotSocket or SocketError.InvalidArgument when _acceptor.IsClosed:
                // The next accept says so. On a socket that is open these would come back at once, for ever.
                break;
            case SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.TimedOut
                or SocketError.NetworkDown or SocketError.NetworkUnreachable or SocketError.HostDown
                or SocketError.HostUnreachable or SocketError.ProtocolOption or SocketError.WouldBlock:
                // accept(2): errors of the new connection, already pending; the next one may be fine.
                break;
            case SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.ProcessLimit:
                Pause(_acceptor.Error);
                break;
            case var other:
                throw new AcceptFailedException($"Accepting connections failed: {other}.", new SocketException((int)other));
        }
    }

    /// <summary>Said when nobody waits any more: with each connection that leaves there is room for one, and no more.</summary>
    private void NoteResumed()
    {
        if (_starved)
        {
            _starved = false;
            _server.Log.Write(ServerEvent.AcceptingResumed, null);
        }
    }

    private void Hand(ConnectionTransport? accepted)
    {
        if (accepted is not null)
        {
            var share = accepted is EventLoopTransport looped ? looped.Loop.Index : _next++ % _supervisors.Length;
            _supervisors[share].Tell(new StartConnection(new ServerConnection(_server, accepted)));
        }
    }

    private void Pause(SocketError error)
    {
        if (!_starved)
        {
            // Once for all the pauses until the backlog is empty.
            _starved = true;
            HttpInstruments.CountLimit("open files");
            _server.Log.Write(ServerEvent.AcceptingPaused, null, error, _server.Settings.TickInterval.TotalMilliseconds);
        }

        // Not a timer of its own: the first one of a process wants a thread, which is not to be had now.
        _paused = true;
        var self = Self;
        _server.AtNextTick(() => self.Tell(new PauseEnded(), ActorRefs.NoSender));
    }
}
