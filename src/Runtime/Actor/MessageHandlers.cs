namespace Akka.Actor;

/// <summary>The handlers of one behaviour of a <see cref="ReceiveActor"/>, in order.</summary>
internal sealed class MessageHandlers
{
    private MessageHandler[] _handlers = [];
    private int _count;
    private bool _complete;

    public void Add(MessageHandler handler)
    {
        if (_complete)
            throw new InvalidOperationException("A handler that catches all messages has been added. No handler can be added after that.");
        if (_count == _handlers.Length) Array.Resize(ref _handlers, Math.Max(4, _count * 2));
        _handlers[_count++] = handler;
        _complete = handler.TakesAll;
    }

    public bool Handle(object message)
    {
        var handlers = _handlers;
        for (var i = 0; i < _count; i++)
        {
            if (handlers[i].TryHandle(message)) return true;
        }

        return false;
    }
}

internal abstract class MessageHandler
{
    /// <summary>No handler can follow one that takes everything.</summary>
    public virtual bool TakesAll => false;

    public abstract bool TryHandle(object message);
}

internal sealed class ActionHandler<T>(Action<T> handler, Predicate<T>? shouldHandle) : MessageHandler
{
    public override bool TakesAll => typeof(T) == typeof(object) && shouldHandle is null;

    public override bool TryHandle(object message)
    {
        if (message is not T typed || (shouldHandle is not null && !shouldHandle(typed))) return false;
        handler(typed);
        return true;
    }
}

internal sealed class FunctionHandler<T>(Func<T, bool> handler) : MessageHandler
{
    public override bool TryHandle(object message) => message is T typed && handler(typed);
}

internal sealed class TypeHandler(Type type, Action<object> handler, Predicate<object>? shouldHandle) : MessageHandler
{
    public override bool TakesAll => type == typeof(object) && shouldHandle is null;

    public override bool TryHandle(object message)
    {
        if (!type.IsInstanceOfType(message) || (shouldHandle is not null && !shouldHandle(message))) return false;
        handler(message);
        return true;
    }
}
