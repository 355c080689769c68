using HttpActors.Actors;
using HttpActors.Actors.Streams;

namespace HttpActors;

/// <summary>A stream of the whole server: published from many turns, delivered one call at a time by one actor.</summary>
internal sealed class ServerStream<T>(HttpServer server, string name) : IObservable<T>
{
    private readonly Listeners<T> _observers = new() { ObserverLost = () => server.OnObserverLost(name) };

    public bool Any => _observers.Any;

    public IDisposable Subscribe(IObserver<T> observer) => _observers.Subscribe(observer);

    /// <summary>Any thread. <paramref name="failed"/> is told what an observer threw.</summary>
    public void Publish(T value, Action<Exception> failed) => server.Deliver(new Next(_observers, value, failed));

    public void Complete() => _observers.Complete();

    private sealed class Next(Listeners<T> observers, T value, Action<Exception> failed) : StreamDelivery
    {
        public override void Deliver()
        {
            try
            {
                observers.Publish(value);
            }
            catch (Exception error)
            {
                failed(error);
            }
        }
    }
}
