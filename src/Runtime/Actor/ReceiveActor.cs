using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>An actor that declares its handlers by message type, in its constructor and in Become. The first one that fits wins.</summary>
public abstract class ReceiveActor : UntypedActor
{
    private readonly MessageHandlers _handlers;
    private MessageHandlers? _configuring;

    /// <summary>Creates an actor.</summary>
    protected ReceiveActor()
    {
        _handlers = new MessageHandlers();
        _configuring = _handlers;
    }

    internal void EndConfiguration() => _configuring = null;

    /// <inheritdoc/>
    protected sealed override void OnReceive(object message)
    {
        if (!_handlers.Handle(message)) Unhandled(message);
    }

    /// <summary>Replaces the current behaviour.</summary>
    /// <param name="configure">Declares the handlers of the new one.</param>
    protected void Become(Action configure) => base.Become(Behavior(configure));

    /// <summary>Puts a behaviour on top of the current one.</summary>
    /// <param name="configure">Declares the handlers of the new one.</param>
    protected void BecomeStacked(Action configure) => base.BecomeStacked(Behavior(configure));

    /// <summary>Handles messages of a type.</summary>
    /// <typeparam name="T">The type; derived ones are included.</typeparam>
    /// <param name="handler">The handler.</param>
    /// <param name="shouldHandle">Which of them; null for all.</param>
    /// <exception cref="InvalidOperationException">Called outside of the constructor and Become, or after a handler for everything.</exception>
    protected void Receive<T>(Action<T> handler, Predicate<T>? shouldHandle = null) =>
        Configuring.Add(new ActionHandler<T>(handler, shouldHandle));

    /// <summary>Handles messages of a type.</summary>
    /// <typeparam name="T">The type; derived ones are included.</typeparam>
    /// <param name="shouldHandle">Which of them.</param>
    /// <param name="handler">The handler.</param>
    /// <exception cref="InvalidOperationException">Called outside of the constructor and Become, or after a handler for everything.</exception>
    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) => Receive(handler, shouldHandle);

    /// <summary>Handles messages of a type.</summary>
    /// <typeparam name="T">The type; derived ones are included.</typeparam>
    /// <param name="handler">The handler; where it returns false the next one is asked.</param>
    /// <exception cref="InvalidOperationException">Called outside of the constructor and Become, or after a handler for everything.</exception>
    protected void Receive<T>(Func<T, bool> handler) => Configuring.Add(new FunctionHandler<T>(handler));

    /// <summary>Handles messages of a type.</summary>
    /// <param name="messageType">The type; derived ones are included.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="shouldHandle">Which of them; null for all.</param>
    /// <exception cref="InvalidOperationException">Called outside of the constructor and Become, or after a handler for everything.</exception>
    protected void Receive(Type messageType, Action<object> handler, Predicate<object>? shouldHandle = null) =>
        Configuring.Add(new TypeHandler(messageType, handler, shouldHandle));

    /// <summary>Handles messages of a type.</summary>
    /// <param name="messageType">The type; derived ones are included.</param>
    /// <param name="shouldHandle">Which of them.</param>
    /// <param name="handler">The handler.</param>
    /// <exception cref="InvalidOperationException">Called outside of the constructor and Become, or after a handler for everything.</exception>
    protected void Receive(Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Receive(messageType, handler, shouldHandle);

    /// <summary>Handles messages of a type.</summary>
    /// <param name="messageType">The type; derived ones are included.</param>
    /// <param name="handler">The handler; where it returns false the next one is asked.</param>
    /// <exception cref="InvalidOperationException">Called outside of the constructor and Become, or after a handler for everything.</exception>
    protected void Receive(Type messageType, Func<object, bool> handler) =>
        Configuring.Add(new FunctionHandler<object>(message => messageType.IsInstanceOfType(message) && handler(message)));

    /// <summary>Handles everything else; must be the last handler.</summary>
    /// <param name="handler">The handler.</param>
    /// <exception cref="InvalidOperationException">Called outside of the constructor and Become, or after a handler for everything.</exception>
    protected void ReceiveAny(Action<object> handler) => Receive(handler);

    /// <summary>Handles everything else, asynchronously; must be the last handler. No other message is handled until it is done.</summary>
    /// <param name="handler">The handler; its continuations come back to this actor.</param>
    /// <exception cref="InvalidOperationException">Called outside of the constructor and Become, or after a handler for everything.</exception>
    protected void ReceiveAnyAsync(Func<object, Task> handler) => ReceiveAny(Synchronous(handler));

    /// <summary>Handles messages of a type, asynchronously. No other message is handled until it is done.</summary>
    /// <typeparam name="T">The type; derived ones are included.</typeparam>
    /// <param name="handler">The handler; its continuations come back to this actor.</param>
    /// <param name="shouldHandle">Which of them; null for all.</param>
    /// <exception cref="InvalidOperationException">Called outside of the constructor and Become, or after a handler for everything.</exception>
    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T>? shouldHandle = null) => Receive(Synchronous(handler), shouldHandle);

    /// <summary>Handles messages of a type, asynchronously. No other message is handled until it is done.</summary>
    /// <typeparam name="T">The type; derived ones are included.</typeparam>
    /// <param name="shouldHandle">Which of them.</param>
    /// <param name="handler">The handler; its continuations come back to this actor.</param>
    /// <exception cref="InvalidOperationException">Called outside of the constructor and Become, or after a handler for everything.</exception>
    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) => Receive(Synchronous(handler), shouldHandle);

    /// <summary>Handles messages of a type, asynchronously. No other message is handled until it is done.</summary>
    /// <param name="messageType">The type; derived ones are included.</param>
    /// <param name="handler">The handler; its continuations come back to this actor.</param>
    /// <param name="shouldHandle">Which of them; null for all.</param>
    /// <exception cref="InvalidOperationException">Called outside of the constructor and Become, or after a handler for everything.</exception>
    protected void ReceiveAsync(Type messageType, Func<object, Task> handler, Predicate<object>? shouldHandle = null) =>
        Receive(messageType, Synchronous(handler), shouldHandle);

    /// <summary>Handles messages of a type, asynchronously. No other message is handled until it is done.</summary>
    /// <param name="messageType">The type; derived ones are included.</param>
    /// <param name="shouldHandle">Which of them.</param>
    /// <param name="handler">The handler; its continuations come back to this actor.</param>
    /// <exception cref="InvalidOperationException">Called outside of the constructor and Become, or after a handler for everything.</exception>
    protected void ReceiveAsync(Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        Receive(messageType, Synchronous(handler), shouldHandle);

    private MessageHandlers Configuring => _configuring
        ?? throw new InvalidOperationException("You may only call Receive-methods when constructing the actor and inside Become().");

    private static Action<T> Synchronous<T>(Func<T, Task> handler) => message => ActorTaskScheduler.RunTask(() => handler(message));

    private UntypedReceive Behavior(Action configure)
    {
        var outer = _configuring;
        var handlers = new MessageHandlers();
        _configuring = handlers;
        try
        {
            configure();
        }
        finally
        {
            _configuring = outer;
        }

        return message =>
        {
            if (!handlers.Handle(message)) Unhandled(message);
        };
    }
}
