using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Event;

/// <summary>A bus by class: a subscriber gets the events of its class and of derived ones, each event once.</summary>
public class LoggingBus
{
    private readonly Lock _lock = new();
    private Subscription[] _subscriptions = [];

    // By class of event; emptied with every change, so that publishing is one look-up.
    private ConcurrentDictionary<Type, IActorRef[]>? _routes;

    /// <summary>Creates a bus.</summary>
    public LoggingBus()
    {
    }

    /// <summary>Events below it are not published by adapters made from now on.</summary>
    public LogLevel LogLevel { get; private set; }

    /// <summary>Changes <see cref="LogLevel"/>.</summary>
    /// <param name="logLevel">The level.</param>
    public void SetLogLevel(LogLevel logLevel) => LogLevel = logLevel;

    /// <summary>Subscribes to a class.</summary>
    /// <param name="subscriber">Who gets the events.</param>
    /// <param name="classifier">The class.</param>
    /// <returns>False if it did already.</returns>
    public virtual bool Subscribe(IActorRef subscriber, Type classifier)
    {
        lock (_lock)
        {
            foreach (var known in _subscriptions)
            {
                if (known.Classifier == classifier && known.Subscriber.Equals(subscriber)) return false;
            }

            Array.Resize(ref _subscriptions, _subscriptions.Length + 1);
            _subscriptions[^1] = new Subscription(subscriber, classifier);
            _routes = null;
        }

        return true;
    }

    /// <summary>Ends a subscription.</summary>
    /// <param name="subscriber">Who got the events.</param>
    /// <param name="classifier">The class.</param>
    /// <returns>Whether there was one.</returns>
    public virtual bool Unsubscribe(IActorRef subscriber, Type classifier) =>
        Remove(subscription => subscription.Classifier == classifier && subscription.Subscriber.Equals(subscriber));

    /// <summary>Ends all subscriptions of one.</summary>
    /// <param name="subscriber">Who got the events.</param>
    /// <returns>Whether there were any.</returns>
    public virtual bool Unsubscribe(IActorRef subscriber) => Remove(subscription => subscription.Subscriber.Equals(subscriber));

    /// <summary>Sends an event to its subscribers.</summary>
    /// <param name="event">The event.</param>
    public virtual void Publish(object @event)
    {
        foreach (var subscriber in Route(@event.GetType())) subscriber.Tell(@event, ActorRefs.NoSender);
    }

    private protected bool HasSubscription(IActorRef subscriber)
    {
        lock (_lock) return Array.Exists(_subscriptions, subscription => subscription.Subscriber.Equals(subscriber));
    }

    private IActorRef[] Route(Type type)
    {
        if (_subscriptions.Length == 0) return [];
        var routes = Volatile.Read(ref _routes);
        return routes is not null && routes.TryGetValue(type, out var known) ? known : AddRoute(type);
    }

    private IActorRef[] AddRoute(Type type)
    {
        lock (_lock)
        {
            var route = new List<IActorRef>();
            foreach (var known in _subscriptions)
            {
                if (known.Classifier.IsAssignableFrom(type) && !route.Contains(known.Subscriber)) route.Add(known.Subscriber);
            }

            // Under the lock: a route made before a change must not be kept after it.
            _routes ??= new ConcurrentDictionary<Type, IActorRef[]>(concurrencyLevel: 1, capacity: 7);
            return _routes[type] = [.. route];
        }
    }

    private bool Remove(Predicate<Subscription> which)
    {
        lock (_lock)
        {
            var left = Array.FindAll(_subscriptions, subscription => !which(subscription));
            if (left.Length == _subscriptions.Length) return false;
            _subscriptions = left;
            _routes = null;
            return true;
        }
    }

    // A class, so that starting a system compiles no collections of its own.
    private sealed class Subscription(IActorRef subscriber, Type classifier)
    {
        public IActorRef Subscriber { get; } = subscriber;

        public Type Classifier { get; } = classifier;
    }
}
