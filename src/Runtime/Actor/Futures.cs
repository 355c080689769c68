namespace Akka.Actor;

/// <summary>Asking: a message out, one answer back, as a task.</summary>
public static class Futures
{
    /// <summary>Sends a message and waits for an answer.</summary>
    /// <param name="self">Whom to ask.</param>
    /// <param name="message">The question.</param>
    /// <param name="timeout">How long to wait; null for <c>akka.actor.ask-timeout</c>, which is no limit by default.</param>
    /// <returns>The answer; fails with <see cref="AskTimeoutException"/>.</returns>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<object>(_ => message, timeout, CancellationToken.None);

    /// <summary>Sends a message and waits for an answer.</summary>
    /// <param name="self">Whom to ask.</param>
    /// <param name="message">The question.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<object>(_ => message, null, cancellationToken);

    /// <summary>Sends a message and waits for an answer.</summary>
    /// <param name="self">Whom to ask.</param>
    /// <param name="message">The question.</param>
    /// <param name="timeout">How long to wait; null for <c>akka.actor.ask-timeout</c>, which is no limit by default.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The answer; fails with <see cref="AskTimeoutException"/>.</returns>
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<object>(_ => message, timeout, cancellationToken);

    /// <summary>Sends a message and waits for an answer.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="self">Whom to ask.</param>
    /// <param name="message">The question.</param>
    /// <param name="timeout">How long to wait; null for <c>akka.actor.ask-timeout</c>, which is no limit by default.</param>
    /// <returns>The answer; fails with <see cref="AskTimeoutException"/>, with the cause of a <see cref="Status.Failure"/>, or with <see cref="ArgumentException"/> for an answer of another type.</returns>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(_ => message, timeout, CancellationToken.None);

    /// <summary>Sends a message and waits for an answer.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="self">Whom to ask.</param>
    /// <param name="message">The question.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(_ => message, null, cancellationToken);

    /// <summary>Sends a message and waits for an answer.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="self">Whom to ask.</param>
    /// <param name="message">The question.</param>
    /// <param name="timeout">How long to wait; null for <c>akka.actor.ask-timeout</c>, which is no limit by default.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<T>(_ => message, timeout, cancellationToken);

    /// <summary>Sends a message that carries the reference to answer to, and waits for the answer.</summary>
    /// <typeparam name="T">The type of the answer.</typeparam>
    /// <param name="self">Whom to ask.</param>
    /// <param name="messageFactory">Makes the question; gets the reference to answer to.</param>
    /// <param name="timeout">How long to wait; null for <c>akka.actor.ask-timeout</c>, which is no limit by default.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ArgumentException">The one asked belongs to no system.</exception>
    public static Task<T> Ask<T>(this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var system = SystemOf(self) ?? throw new ArgumentException("Unable to resolve the target Provider", nameof(self));
        var ask = new AskRef<T>(system);
        ask.EndAfter(timeout ?? system.Settings.AskTimeout, cancellationToken);
        self.Tell(messageFactory(ask), ask);
        return ask.Result;
    }

    internal static ActorSystemImpl? SystemOf(ICanTell target) => target switch
    {
        ActorSelection selection => SystemOf(selection.Anchor),
        IInternalActorRef { System: { } system } => system,
        _ => ActorCell.Current?.SystemImpl,
    };
}
