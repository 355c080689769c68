using Akka.Actor;

namespace Akka.TestKit.Internal;

/// <summary>
/// The messages of a test actor, for one test that waits for them. Waiting comes in two forms: a synchronous one that
/// blocks without a thread of the pool, so that blocked tests cannot starve the actors they wait for, and an asynchronous one.
/// </summary>
internal sealed class EnvelopeQueue
{
    private readonly object _lock = new();
    private readonly Queue<MessageEnvelope> _messages = new();
    private TaskCompletionSource? _arrival;

    public int Count
    {
        get
        {
            lock (_lock) return _messages.Count;
        }
    }

    public void Add(MessageEnvelope message)
    {
        TaskCompletionSource? arrival;
        lock (_lock)
        {
            _messages.Enqueue(message);
            arrival = _arrival;
            _arrival = null;
            Monitor.PulseAll(_lock);
        }

        arrival?.TrySetResult();
    }

    public MessageEnvelope[] Snapshot()
    {
        lock (_lock) return _messages.ToArray();
    }

    /// <summary>The next message, or null when none came in time.</summary>
    public ValueTask<MessageEnvelope?> Next(bool sync, bool remove, TimeSpan timeout, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TryNext(remove) is { } message) return ValueTask.FromResult<MessageEnvelope?>(message);
        if (timeout == TimeSpan.Zero) return ValueTask.FromResult<MessageEnvelope?>(null);
        return sync ? ValueTask.FromResult(Wait(remove, timeout, cancellationToken)) : WaitAsync(remove, timeout, cancellationToken);
    }

    private static TimeSpan Left(TimeSpan deadline) =>
        deadline == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : TimeSpan.FromTicks(Math.Max(0, (deadline - Clock.Elapsed).Ticks));

    private static TimeSpan Deadline(TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : Clock.Elapsed + timeout;

    private MessageEnvelope? TryNext(bool remove)
    {
        lock (_lock)
        {
            if (_messages.Count == 0) return null;
            return remove ? _messages.Dequeue() : _messages.Peek();
        }
    }

    private MessageEnvelope? Wait(bool remove, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var deadline = Deadline(timeout);
        using var registration = cancellationToken.Register(Wake);
        lock (_lock)
        {
            while (_messages.Count == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var left = Left(deadline);
                if (left == TimeSpan.Zero) return null;
                Monitor.Wait(_lock, left);
            }

            return TryNext(remove);
        }
    }

    private void Wake()
    {
        lock (_lock) Monitor.PulseAll(_lock);
    }

    private async ValueTask<MessageEnvelope?> WaitAsync(bool remove, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var deadline = Deadline(timeout);
        while (true)
        {
            Task arrival;
            lock (_lock)
            {
                if (TryNext(remove) is { } message) return message;
                _arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                arrival = _arrival.Task;
            }

            var left = Left(deadline);
            if (left == TimeSpan.Zero) return null;
            await arrival.WaitAsync(left, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
