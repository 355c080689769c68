using Akka.Actor;

namespace Akka.Event;

/// <summary>Short forms of <see cref="EventStream"/>.</summary>
public static class EventStreamExtensions
{
    /// <summary>Subscribes to a class.</summary>
    /// <typeparam name="TChannel">The class.</typeparam>
    /// <param name="eventStream">The event stream.</param>
    /// <param name="subscriber">Who gets the events.</param>
    /// <returns>False if it did already.</returns>
    public static bool Subscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) => eventStream.Subscribe(subscriber, typeof(TChannel));

    /// <summary>Ends a subscription.</summary>
    /// <typeparam name="TChannel">The class.</typeparam>
    /// <param name="eventStream">The event stream.</param>
    /// <param name="subscriber">Who got the events.</param>
    /// <returns>Whether there was one.</returns>
    public static bool Unsubscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) => eventStream.Unsubscribe(subscriber, typeof(TChannel));
}
