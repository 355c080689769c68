using Akka.Actor;

namespace Akka.TestKit;

/// <summary>What the expectations are made of. Where sync is true nothing is left to await.</summary>
public abstract partial class TestKitBase
{
    private async ValueTask<T> Expect<T>(bool sync, Action<T, IActorRef>? check, TimeSpan? timeout, string? hint, CancellationToken cancellationToken)
    {
        var max = RemainingOrDilated(timeout);
        if (await Next(sync, max, cancellationToken).ConfigureAwait(false) is not { } envelope)
        {
            Fail($"Timeout {max} while waiting for a message of type {typeof(T)}", hint);
            return default!;
        }

        if (envelope.Message is not T message)
        {
            Fail($"Expected a message of type {typeof(T)}, but received {{{envelope.Message}}} (type {envelope.Message.GetType()}) from {envelope.Sender}", hint);
            return default!;
        }

        check?.Invoke(message, envelope.Sender);
        return message;
    }

    private async ValueTask<T> ExpectAnyOf<T>(bool sync, IEnumerable<T> messages, CancellationToken cancellationToken)
    {
        var wanted = messages.ToArray();
        return await Expect<T>(
            sync,
            (message, _) =>
            {
                if (!wanted.Contains(message)) Fail($"Expected one of [{string.Join(", ", wanted)}], but received {message}", null);
            },
            null,
            null,
            cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<IReadOnlyCollection<T>> ExpectAllOf<T>(bool sync, TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken)
    {
        var received = await ReceiveMany(sync, messages.Count, max, cancellationToken).ConfigureAwait(false);
        var missing = messages.ToList();
        var unexpected = received.Where(message => message is not T typed || !missing.Remove(typed)).ToArray();
        if (missing.Count > 0 || unexpected.Length > 0)
            Fail($"Not found [{string.Join(", ", missing)}], and found unexpected [{string.Join(", ", unexpected)}]", null);
        return received.Cast<T>().ToArray();
    }

    private async ValueTask ExpectNothing(bool sync, TimeSpan max, CancellationToken cancellationToken)
    {
        var envelope = await Next(sync, max, cancellationToken).ConfigureAwait(false);
        if (envelope is not null) Fail($"Expected no messages during {max}, instead received {envelope.Message} from {envelope.Sender}", null);
        _lastWasNoMsg = true;
    }

    private async ValueTask<IReadOnlyCollection<object>> ReceiveMany(bool sync, int count, TimeSpan max, CancellationToken cancellationToken)
    {
        var deadline = Clock.Elapsed + max;
        var messages = new List<object>(count);
        while (messages.Count < count)
        {
            var left = deadline - Clock.Elapsed;
            var envelope = await Next(sync, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            if (envelope is null)
            {
                Fail($"Timeout ({max}) while expecting {count} messages. Only got {messages.Count}: [{string.Join(", ", messages)}]", null);
                break;
            }

            messages.Add(envelope.Message);
        }

        return messages;
    }

    /// <summary>The next message, or null when none came in time.</summary>
    private async ValueTask<MessageEnvelope?> Next(bool sync, TimeSpan max, CancellationToken cancellationToken)
    {
        var envelope = await _queue.Next(sync, remove: true, max, cancellationToken).ConfigureAwait(false);
        _lastWasNoMsg = false;
        _lastMessage = envelope ?? NullMessageEnvelope.Instance;
        return envelope;
    }

    private Action<T, IActorRef> Equal<T>(T expected, string? hint) => (message, sender) =>
        _assertions.AssertEqual(expected, message, "{0}", Describe($"Expected {expected}, but received {message} from {sender}", hint));

    private Action<Terminated, IActorRef> Of(IActorRef target) => (message, _) =>
    {
        if (!target.Equals(message.ActorRef)) Fail($"Expected Terminated of {target}, but received one of {message.ActorRef}", null);
    };

    private void Fits<T>(bool fits, T message, string? hint)
    {
        if (!fits) Fail($"The message {message} of type {typeof(T)} does not fit the expectation", hint);
    }

    private void Fail(string what, string? hint) => _assertions.Fail("{0}", Describe(what, hint));

    private string Describe(string what, string? hint)
    {
        var queue = _queue.Snapshot();
        var rest = queue.Length == 0 ? "The queue is empty." : $"In the queue: {string.Join(", ", queue.AsEnumerable())}";
        return string.IsNullOrEmpty(hint) ? $"Failed: {what}. {rest}" : $"Failed: {what}. {hint}. {rest}";
    }
}
