using System.Net;
using Akka.Actor;

namespace HttpActors.Supervisor.Hosting;

/// <summary>
/// One listening address: its server lives below this actor. A server that ends by itself is bound again, with a pause,
/// for as long as the configuration names the address.
/// </summary>
internal sealed class ListenerActor : UntypedActor
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ListenAddress _address;
    private readonly SupervisorLog _log;
    private readonly Deadline _again;
    private readonly HttpServer _server;
    private int _port;
    private IActorRef? _asker;
    private bool _isClosing;
    private bool _wasBound;

    private ListenerActor(ListenAddress address, Surroundings around)
    {
        (_address, _log, _port) = (address, around.Log, address.Port);
        _again = new Deadline(around.Clock, Self);
        var options = new HttpServerOptions { Parent = Context, TimeProvider = around.Clock, LoggerFactory = around.Logs };
        _server = Http.CreateServer(options, around.Handler);
        around.Prepare?.Invoke(_server);
        _server.Errored += error => _log.Error(_address.ToString(), error.Message);
    }

    internal static Props Props(ListenAddress address, Surroundings around) =>
        Akka.Actor.Props.CreateBy(new RunActor.Producer(() => new ListenerActor(address, around)));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Bind:
                _asker = Sender;
                Listen();
                break;
            case Bound:
                OnBound();
                break;
            case BindFailed failed when !_wasBound:
                _asker?.Tell(new BindOutcome(null, null, failed.Error));
                Context.Stop(Self);
                break;
            case BindFailed failed:
                _log.Error(_address.ToString(), $"cannot listen again: {failed.Error.Message}");
                _again.Set(Pause);
                break;
            case Ended when !_isClosing:
                _log.Error(_address.ToString(), "the listener ended by itself and is bound again");
                _again.Set(Pause);
                break;
            case Ended:
                _asker?.Tell(new Done());
                Context.Stop(Self);
                break;
            case Deadline.Passed passed when _again.Is(passed):
                Listen();
                break;
            case Close close:
                _asker = Sender;
                OnClose(close);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop() => _again.Clear();

    private void Listen()
    {
        var self = Self;
        _server.ListenAsync(_port, _address.Host).PipeTo(self, self, () => new Bound(), error => new BindFailed(error));
    }

    private void OnBound()
    {
        // A free port that was once given is this listener's from then on: its clients know it.
        _port = (_server.Address as IPEndPoint)?.Port ?? _port;
        var self = Self;
        _server.Completion.PipeTo(self, self, () => new Ended(), _ => new Ended());
        if (!_wasBound)
            _asker?.Tell(new BindOutcome(_server, _server.Address, null));
        _wasBound = true;
    }

    private void OnClose(Close close)
    {
        _isClosing = true;
        _again.Clear();
        if (!_server.IsListening && _server.ConnectionCount == 0)
        {
            _asker?.Tell(new Done());
            Context.Stop(Self);
            return;
        }

        _ = _server.CloseAsync(close.Abort);
    }

    /// <param name="Handler">Answers every request.</param>
    /// <param name="Log">What is said to people.</param>
    /// <param name="Clock">The time.</param>
    internal sealed record Surroundings(Func<IncomingMessage, ServerResponse, Task> Handler, SupervisorLog Log, TimeProvider Clock)
    {
        /// <summary>Where the library logs.</summary>
        internal required LogBridge Logs { get; init; }

        /// <summary>Called with the server before it listens; null: nothing is to be done.</summary>
        internal Action<HttpServer>? Prepare { get; init; }
    }

    /// <summary>Answered with <see cref="BindOutcome"/>.</summary>
    internal sealed record Bind;

    internal sealed record BindOutcome(HttpServer? Server, EndPoint? EndPoint, Exception? Error);

    /// <summary>Drain, and end with the last connection. Answered with <see cref="Done"/>.</summary>
    /// <param name="Abort">The end of the patience.</param>
    internal sealed record Close(CancellationToken Abort);

    private sealed record Bound;

    private sealed record BindFailed(Exception Error);

    private sealed record Ended;
}
