using System.Collections;
using System.Runtime.CompilerServices;
using Akka.Actor;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Receives a message.</summary>
    /// <param name="max">How long to wait; null for what is left in Within, or the default.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message, or null when none came in time.</returns>
    public object? ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        One(true, max, cancellationToken).GetAwaiter().GetResult();

    /// <inheritdoc cref="ReceiveOne"/>
    public ValueTask<object?> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) => One(false, max, cancellationToken);

    /// <summary>Receives a message with its sender.</summary>
    /// <param name="envelope">Both.</param>
    /// <param name="max">How long to wait; null for what is left in Within, or the default.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether one came in time.</returns>
    public bool TryReceiveOne(out MessageEnvelope envelope, TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        var next = Next(true, Wait(max), cancellationToken).GetAwaiter().GetResult();
        envelope = next ?? NullMessageEnvelope.Instance;
        return next is not null;
    }

    /// <summary>Looks at the next message and leaves it.</summary>
    /// <param name="max">How long to wait; null for what is left in Within, or the default.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message, or null when none came in time.</returns>
    public object? PeekOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        _queue.Next(true, remove: false, Wait(max), cancellationToken).GetAwaiter().GetResult()?.Message;

    /// <inheritdoc cref="PeekOne"/>
    public async ValueTask<object?> PeekOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await _queue.Next(false, remove: false, Wait(max), cancellationToken).ConfigureAwait(false))?.Message;

    /// <summary>Receives so many messages.</summary>
    /// <param name="numberOfMessages">How many.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveMany(true, numberOfMessages, RemainingOrDefault, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Receives so many messages.</summary>
    /// <param name="numberOfMessages">How many.</param>
    /// <param name="max">How long to wait for all.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        ReceiveMany(true, numberOfMessages, Dilated(max), cancellationToken).GetAwaiter().GetResult();

    /// <inheritdoc cref="ReceiveN(int, CancellationToken)"/>
    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, CancellationToken cancellationToken = default) =>
        Many(numberOfMessages, RemainingOrDefault, cancellationToken);

    /// <inheritdoc cref="ReceiveN(int, TimeSpan, CancellationToken)"/>
    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        Many(numberOfMessages, Dilated(max), cancellationToken);

    /// <summary>Receives messages until one fits; the others are dropped.</summary>
    /// <param name="isMessage">Whether it fits.</param>
    /// <param name="max">How long to wait; null for what is left in Within, or the default.</param>
    /// <param name="hint">Added to the failure.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message.</returns>
    public object FishForMessage(Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        Fish(true, isMessage, null, max, hint, cancellationToken).GetAwaiter().GetResult();

    /// <inheritdoc cref="FishForMessage(Predicate{object}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<object> FishForMessageAsync(Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        Fish(false, isMessage, null, max, hint, cancellationToken);

    /// <summary>Receives messages until one of a type fits; the others are dropped.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="isMessage">Whether it fits.</param>
    /// <param name="max">How long to wait; null for what is left in Within, or the default.</param>
    /// <param name="hint">Added to the failure.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message.</returns>
    public T FishForMessage<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        Fish(true, isMessage, null, max, hint, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Receives messages until one of a type fits.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="isMessage">Whether it fits.</param>
    /// <param name="allMessages">Gets the others.</param>
    /// <param name="max">How long to wait; null for what is left in Within, or the default.</param>
    /// <param name="hint">Added to the failure.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The message.</returns>
    public T FishForMessage<T>(Predicate<T> isMessage, ArrayList? allMessages, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        Fish(true, isMessage, allMessages, max, hint, cancellationToken).GetAwaiter().GetResult();

    /// <inheritdoc cref="FishForMessage{T}(Predicate{T}, TimeSpan?, string, CancellationToken)"/>
    public ValueTask<T> FishForMessageAsync<T>(Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        Fish(false, isMessage, null, max, hint, cancellationToken);

    /// <summary>Receives messages as long as a function takes them; the first that it does not take stays.</summary>
    /// <typeparam name="T">What it makes of them.</typeparam>
    /// <param name="max">How long to wait for all; null for what is left in Within, or the default.</param>
    /// <param name="filter">The function; null for a message it does not take.</param>
    /// <param name="msgs">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public IReadOnlyList<T> ReceiveWhile<T>(TimeSpan? max, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default)
        where T : class => While(true, filter, max, null, msgs, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Receives messages as long as a function takes them; the first that it does not take stays.</summary>
    /// <typeparam name="T">What it makes of them.</typeparam>
    /// <param name="max">How long to wait for all; null for what is left in Within, or the default.</param>
    /// <param name="idle">How long to wait for each; null for no such limit.</param>
    /// <param name="filter">The function; null for a message it does not take.</param>
    /// <param name="msgs">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public IReadOnlyList<T> ReceiveWhile<T>(TimeSpan? max, TimeSpan? idle, Func<object, T?> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default)
        where T : class => While(true, filter, max, idle, msgs, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Receives messages as long as a function takes them; the first that it does not take stays.</summary>
    /// <typeparam name="T">What it makes of them.</typeparam>
    /// <param name="filter">The function; null for a message it does not take.</param>
    /// <param name="max">How long to wait for all; null for what is left in Within, or the default.</param>
    /// <param name="idle">How long to wait for each; null for no such limit.</param>
    /// <param name="msgs">How many at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public IReadOnlyList<T> ReceiveWhile<T>(Func<object, T?> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue, CancellationToken cancellationToken = default)
        where T : class => While(true, filter, max, idle, msgs, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Receives messages of a type as long as they fit; the first that does not stays.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <param name="shouldContinue">Whether they fit.</param>
    /// <param name="max">How long to wait for all; null for what is left in Within, or the default.</param>
    /// <param name="idle">How long to wait for each; null for no such limit.</param>
    /// <param name="msgs">How many at most.</param>
    /// <param name="shouldIgnoreOtherMessageTypes">Whether messages of other types are dropped; if not, they end it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public IReadOnlyList<T> ReceiveWhile<T>(
        Predicate<T> shouldContinue, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue, bool shouldIgnoreOtherMessageTypes = true, CancellationToken cancellationToken = default)
        where T : class
    {
        T? Filter(object message) => message is T typed && shouldContinue(typed) ? typed : null;
        bool Drop(object message) => shouldIgnoreOtherMessageTypes && message is not T;
        return While(true, Filter, max, idle, msgs, cancellationToken, Drop).GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="ReceiveWhile{T}(Func{object, T}, TimeSpan?, TimeSpan?, int, CancellationToken)"/>
    public async IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Func<object, T?> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where T : class
    {
        foreach (var message in await While(false, filter, max, idle, msgs, cancellationToken).ConfigureAwait(false)) yield return message;
    }

    /// <summary>Receives messages until none comes for a while.</summary>
    /// <param name="max">How long that is; null for what is left in Within, or the default.</param>
    /// <param name="maxMessages">How many may come; more fail. Null for any number.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The messages.</returns>
    public async Task<ArrayList> WaitForRadioSilenceAsync(TimeSpan? max = null, uint? maxMessages = null, CancellationToken cancellationToken = default)
    {
        var messages = new ArrayList();
        while (await One(false, max, cancellationToken).ConfigureAwait(false) is { } message)
        {
            messages.Add(message);
            if (messages.Count > maxMessages) Fail($"More than {maxMessages} messages came before it was silent", null);
        }

        return messages;
    }

    private TimeSpan Wait(TimeSpan? max) => max is { } given && given < TimeSpan.Zero && given != Timeout.InfiniteTimeSpan
        ? TimeSpan.Zero
        : max == Timeout.InfiniteTimeSpan ? Timeout.InfiniteTimeSpan : RemainingOrDilated(max);

    private async ValueTask<object?> One(bool sync, TimeSpan? max, CancellationToken cancellationToken) =>
        (await Next(sync, Wait(max), cancellationToken).ConfigureAwait(false))?.Message;

    private async IAsyncEnumerable<object> Many(int count, TimeSpan max, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var message in await ReceiveMany(false, count, max, cancellationToken).ConfigureAwait(false)) yield return message;
    }

    private async ValueTask<T> Fish<T>(bool sync, Predicate<T> isMessage, ArrayList? others, TimeSpan? max, string hint, CancellationToken cancellationToken)
    {
        var limit = RemainingOrDilated(max);
        var deadline = Clock.Elapsed + limit;
        var dropped = new List<object>();
        while (true)
        {
            var left = deadline - Clock.Elapsed;
            var envelope = await Next(sync, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            if (envelope is null) Fail($"Timeout ({limit}) during fishForMessage; came and did not fit: [{string.Join(", ", dropped)}]", hint);
            if (envelope!.Message is T message && isMessage(message)) return message;
            dropped.Add(envelope.Message);
            others?.Add(envelope.Message);
        }
    }

    private async ValueTask<IReadOnlyList<T>> While<T>(
        bool sync, Func<object, T?> filter, TimeSpan? max, TimeSpan? idle, int most, CancellationToken cancellationToken, Predicate<object>? drop = null)
        where T : class
    {
        var deadline = Clock.Elapsed + RemainingOrDilated(max);
        var taken = new List<T>();
        var last = _lastMessage;
        while (taken.Count < most)
        {
            var left = deadline - Clock.Elapsed;
            var wait = idle < left ? idle.Value : left;
            if (await _queue.Next(sync, remove: false, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, cancellationToken).ConfigureAwait(false) is not { } next) break;
            var value = filter(next.Message);
            if (value is null && drop?.Invoke(next.Message) != true) break;
            await _queue.Next(sync, remove: true, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            last = next;
            if (value is not null) taken.Add(value);
        }

        _lastMessage = last;
        _lastWasNoMsg = true;
        return taken;
    }
}
