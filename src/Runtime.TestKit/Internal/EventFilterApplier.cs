using Akka.Actor;

namespace Akka.TestKit.Internal;

internal sealed class EventFilterApplier(TestKitBase testKit, ActorSystem system, IReadOnlyList<LogFilter> filters) : IEventFilterApplier
{
    public EventFilterFactory And => new(testKit, system, filters);

    public void ExpectOne(Action action, CancellationToken cancellationToken = default) => Expect(1, action, cancellationToken);

    public void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) => Expect(1, timeout, action, cancellationToken);

    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) => ExpectAsync(1, actionAsync, cancellationToken);

    public Task ExpectOneAsync(TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, action, cancellationToken);

    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) =>
        Intercept(expectedCount, null, action, cancellationToken);

    public void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Intercept(expectedCount, timeout, action, cancellationToken);

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        InterceptAsync(expectedCount, null, actionAsync, cancellationToken);

    public Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        InterceptAsync(expectedCount, timeout, action, cancellationToken);

    public T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default)
    {
        T result = default!;
        Intercept(1, null, () => result = func(), cancellationToken);
        return result;
    }

    public void Mute(Action action, CancellationToken cancellationToken = default)
    {
        using var muted = Mute();
        action();
    }

    public IUnmutableFilter Mute() => new Muted(TestEventListener.For(system), filters);

    private void Intercept(int expected, TimeSpan? timeout, Action action, CancellationToken cancellationToken)
    {
        using var count = new Count(TestEventListener.For(system), filters);
        action();
        var limit = Limit(timeout);
        testKit.AwaitConditionNoThrow(() => count.IsDone(expected), limit, null, cancellationToken);
        Check(expected, count.Value, limit);
    }

    private async Task InterceptAsync(int expected, TimeSpan? timeout, Func<Task> action, CancellationToken cancellationToken)
    {
        using var count = new Count(TestEventListener.For(system), filters);
        await action();
        var limit = Limit(timeout);
        await testKit.AwaitConditionNoThrowAsync(() => Task.FromResult(count.IsDone(expected)), limit, null, cancellationToken);
        Check(expected, count.Value, limit);
    }

    private TimeSpan Limit(TimeSpan? timeout) => timeout is { } given ? testKit.Dilated(given) : testKit.TestKitSettings.TestEventFilterLeeway;

    private void Check(int expected, int actual, TimeSpan limit)
    {
        var what = string.Join(" or ", filters);
        if (actual < expected)
            testKit.Assertions.Fail("{0}", $"Timeout ({limit}) while waiting for messages. Only received {actual}/{expected} messages that matched filter [{what}]");
        if (actual > expected)
            testKit.Assertions.Fail("{0}", $"Received {actual - expected} too many. Expected {expected} but received {actual} that matched filter [{what}]");
    }

    private class Muted : IUnmutableFilter
    {
        private readonly TestEventListener _listener;
        private readonly IReadOnlyList<LogFilter> _filters;

        public Muted(TestEventListener listener, IReadOnlyList<LogFilter> filters)
        {
            _listener = listener;
            _filters = filters;
            listener.Mute(filters);
        }

        public void Unmute() => _listener.Unmute(_filters);

        public void Dispose() => Unmute();
    }

    private sealed class Count : Muted, IDisposable
    {
        private readonly IReadOnlyList<LogFilter> _filters;
        private int _value;

        public Count(TestEventListener listener, IReadOnlyList<LogFilter> filters)
            : base(listener, filters)
        {
            _filters = filters;
            foreach (var filter in filters) filter.Matched += Add;
        }

        public int Value => Volatile.Read(ref _value);

        public bool IsDone(int expected) => expected == 0 ? Value > 0 : Value >= expected;

        void IDisposable.Dispose()
        {
            Unmute();
            foreach (var filter in _filters) filter.Matched -= Add;
        }

        private void Add() => Interlocked.Increment(ref _value);
    }
}
