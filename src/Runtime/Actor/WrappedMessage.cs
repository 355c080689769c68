namespace Akka.Actor;

/// <summary>Opens wrapped messages.</summary>
public static class WrappedMessage
{
    /// <summary>The innermost message.</summary>
    /// <param name="message">Any message.</param>
    public static object Unwrap(object message)
    {
        while (message is IWrappedMessage wrapped) message = wrapped.Message;
        return message;
    }
}
