using System.Reactive.Disposables;
using HttpActors.Actors;
using HttpActors.Actors.Server;
using HttpActors.Actors.Telemetry;

namespace HttpActors.Streams;

/// <summary>The requests of one connection: published in its turns, completed with its end.</summary>
internal sealed class SocketRequests : IObservable<HttpExchange>
{
    private readonly Lock _gate = new();
    private readonly Listeners<HttpExchange> _observers;
    private bool _over;
    private int _following;

    public SocketRequests(NetSocket socket)
    {
        Socket = socket;
        _observers = new Listeners<HttpExchange> { ObserverLost = OnObserverLost };
    }

    public bool Any => _observers.Any;

    private NetSocket Socket { get; }

    public void Publish(HttpExchange exchange) => _observers.Publish(exchange);

    public IDisposable Subscribe(IObserver<HttpExchange> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        if (Interlocked.Exchange(ref _following, 1) == 0)
        {
            Socket.Connection.WhenEnded(_ => Complete());
        }

        lock (_gate)
        {
            if (!_over)
            {
                return _observers.Subscribe(observer);
            }
        }

        observer.OnCompleted();
        return Disposable.Empty;
    }

    private void Complete()
    {
        lock (_gate)
        {
            _over = true;
        }

        _observers.Complete();
    }

    private void OnObserverLost()
    {
        HttpInstruments.ServerLostObservers.Add(1);
        (Socket.Connection as ServerConnection)?.Server.Log.Write(ServerEvent.ObserverLost, null, "NetSocket.Requests");
    }
}
