using Akka.Actor;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Receives a message that must come from an actor.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="sender">The actor.</param>
    /// <param name="duration">How long to wait; null for what is left in Within, or the default.</param>
    /// <param name="hint">Added to the failure.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message.</returns>
    public T ExpectMsgFrom<T>(IActorRef sender, TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(true, (message, actual) => From(sender, actual, message, hint), duration, hint, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Receives a message that must come from an actor and equal another.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="sender">The actor.</param>
    /// <param name="message">The other.</param>
    /// <param name="timeout">How long to wait; null for what is left in Within, or the default.</param>
    /// <param name="hint">Added to the failure.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message.</returns>
    public T ExpectMsgFrom<T>(IActorRef sender, T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(true, EqualFrom(sender, message, hint), timeout, hint, cancellationToken).GetAwaiter().GetResult();

    /// <inheritdoc cref="ExpectMsgFrom{T}(IActorRef, T, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgFromAsync<T>(IActorRef sender, T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(false, EqualFrom(sender, message, hint), timeout, hint, cancellationToken);

    /// <summary>Receives a message that must come from an actor and fit.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="sender">The actor.</param>
    /// <param name="isMessage">Whether it fits.</param>
    /// <param name="timeout">How long to wait; null for what is left in Within, or the default.</param>
    /// <param name="hint">Added to the failure.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message.</returns>
    public T ExpectMsgFrom<T>(IActorRef sender, Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(
            true,
            (message, actual) =>
            {
                From(sender, actual, message, hint);
                Fits(isMessage(message), message, hint);
            },
            timeout,
            hint,
            cancellationToken).GetAwaiter().GetResult();

    private Action<T, IActorRef> EqualFrom<T>(IActorRef sender, T expected, string? hint) => (message, actual) =>
    {
        From(sender, actual, message, hint);
        Equal(expected, hint)(message, actual);
    };

    private void From<T>(IActorRef expected, IActorRef actual, T message, string? hint)
    {
        if (!expected.Equals(actual)) Fail($"Expected a message from {expected}, but got {message} from {actual}", hint);
    }
}
