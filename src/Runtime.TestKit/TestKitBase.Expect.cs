using Akka.Actor;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Receives a message that must be of a type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="duration">How long to wait; null for what is left in Within, or the default.</param>
    /// <param name="hint">Added to the failure.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message.</returns>
    public T ExpectMsg<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(true, null, duration, hint, cancellationToken).GetAwaiter().GetResult();

    /// <inheritdoc cref="ExpectMsg{T}(TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(false, null, duration, hint, cancellationToken);

    /// <summary>Receives a message that must equal another.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="message">The other.</param>
    /// <param name="timeout">How long to wait; null for what is left in Within, or the default.</param>
    /// <param name="hint">Added to the failure.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message.</returns>
    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(true, Equal(message, hint), timeout, hint, cancellationToken).GetAwaiter().GetResult();

    /// <inheritdoc cref="ExpectMsg{T}(T, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(false, Equal(message, hint), timeout, hint, cancellationToken);

    /// <summary>Receives a message that must fit.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="isMessage">Whether it fits.</param>
    /// <param name="timeout">How long to wait; null for what is left in Within, or the default.</param>
    /// <param name="hint">Added to the failure.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message.</returns>
    public T ExpectMsg<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(true, (message, _) => Fits(isMessage(message), message, hint), timeout, hint, cancellationToken).GetAwaiter().GetResult();

    /// <inheritdoc cref="ExpectMsg{T}(Predicate{T}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(false, (message, _) => Fits(isMessage(message), message, hint), timeout, hint, cancellationToken);

    /// <summary>Receives a message and checks it.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="assert">Throws unless it is right.</param>
    /// <param name="timeout">How long to wait; null for what is left in Within, or the default.</param>
    /// <param name="hint">Added to the failure.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message.</returns>
    public T ExpectMsg<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(true, (message, _) => assert(message), timeout, hint, cancellationToken).GetAwaiter().GetResult();

    /// <inheritdoc cref="ExpectMsg{T}(Action{T}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> ExpectMsgAsync<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(false, (message, _) => assert(message), timeout, hint, cancellationToken);

    /// <summary>Receives a message that must fit, with its sender.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="isMessageAndSender">Whether it fits.</param>
    /// <param name="timeout">How long to wait; null for what is left in Within, or the default.</param>
    /// <param name="hint">Added to the failure.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message.</returns>
    public T ExpectMsg<T>(Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(true, (message, sender) => Fits(isMessageAndSender(message, sender), message, hint), timeout, hint, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Receives a message and checks it, with its sender.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="assertMessageAndSender">Throws unless it is right.</param>
    /// <param name="timeout">How long to wait; null for what is left in Within, or the default.</param>
    /// <param name="hint">Added to the failure.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message.</returns>
    public T ExpectMsg<T>(Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(true, assertMessageAndSender, timeout, hint, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Receives a message that must equal another, by a comparison.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="expected">The other.</param>
    /// <param name="comparer">The comparison.</param>
    /// <param name="timeout">How long to wait; null for what is left in Within, or the default.</param>
    /// <param name="hint">Added to the failure.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message.</returns>
    public T ExpectMsg<T>(T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(true, (message, _) => _assertions.AssertEqual(expected, message, comparer, "{0}", hint ?? string.Empty), timeout, hint, cancellationToken)
            .GetAwaiter().GetResult();

    /// <summary>Receives the <see cref="Terminated"/> of an actor that was watched.</summary>
    /// <param name="target">The actor.</param>
    /// <param name="timeout">How long to wait; null for what is left in Within, or the default.</param>
    /// <param name="hint">Added to the failure.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message.</returns>
    public Terminated ExpectTerminated(IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(true, Of(target), timeout, hint ?? $"Terminated of {target}", cancellationToken).GetAwaiter().GetResult();

    /// <inheritdoc cref="ExpectTerminated"/>
    public ValueTask<Terminated> ExpectTerminatedAsync(IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Expect(false, Of(target), timeout, hint ?? $"Terminated of {target}", cancellationToken);

    /// <summary>Receives a message that must equal one of several.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="messages">Those.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message.</returns>
    public T ExpectMsgAnyOf<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        ExpectAnyOf(true, messages, cancellationToken).GetAwaiter().GetResult();

    /// <inheritdoc cref="ExpectMsgAnyOf"/>
    public ValueTask<T> ExpectMsgAnyOfAsync<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        ExpectAnyOf(false, messages, cancellationToken);

    /// <summary>Receives as many messages as are given, which must equal them in any order.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="messages">Those.</param>
    /// <returns>The messages.</returns>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) => ExpectMsgAllOf(messages, CancellationToken.None);

    /// <summary>Receives as many messages as are given, which must equal them in any order.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="messages">Those.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The messages.</returns>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        ExpectAllOf(true, RemainingOrDefault, messages, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Receives as many messages as are given, which must equal them in any order.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="max">How long to wait for all.</param>
    /// <param name="messages">Those.</param>
    /// <returns>The messages.</returns>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, params T[] messages) => ExpectMsgAllOf(max, messages, CancellationToken.None);

    /// <summary>Receives as many messages as are given, which must equal them in any order.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="max">How long to wait for all.</param>
    /// <param name="messages">Those.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The messages.</returns>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        ExpectAllOf(true, Dilated(max), messages, cancellationToken).GetAwaiter().GetResult();

    /// <inheritdoc cref="ExpectMsgAllOf{T}(IReadOnlyCollection{T}, CancellationToken)"/>
    public async IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(
        IReadOnlyCollection<T> messages, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var message in await ExpectAllOf(false, RemainingOrDefault, messages, cancellationToken).ConfigureAwait(false)) yield return message;
    }

    /// <summary>Waits, and fails if a message comes. The time is what is left in Within, or the default.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public void ExpectNoMsg(CancellationToken cancellationToken = default) =>
        ExpectNothing(true, RemainingOrDefault, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Waits, and fails if a message comes.</summary>
    /// <param name="duration">The time; zero looks and does not wait.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) =>
        ExpectNothing(true, Dilated(duration), cancellationToken).GetAwaiter().GetResult();

    /// <summary>Waits, and fails if a message comes.</summary>
    /// <param name="milliseconds">The time in milliseconds; 0 looks and does not wait.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    /// <inheritdoc cref="ExpectNoMsg(CancellationToken)"/>
    public ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) => ExpectNothing(false, RemainingOrDefault, cancellationToken);

    /// <inheritdoc cref="ExpectNoMsg(TimeSpan, CancellationToken)"/>
    public ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) =>
        ExpectNothing(false, Dilated(duration), cancellationToken);

    /// <inheritdoc cref="ExpectNoMsg(int, CancellationToken)"/>
    public ValueTask ExpectNoMsgAsync(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNothing(false, Dilated(TimeSpan.FromMilliseconds(milliseconds)), cancellationToken);
}
