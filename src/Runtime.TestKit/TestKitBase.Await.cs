using Akka.Actor;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Repeats an assertion until it does not throw.</summary>
    /// <param name="assertion">The assertion.</param>
    /// <param name="duration">How long; null for what is left in Within, or the default. Then its last exception is thrown.</param>
    /// <param name="interval">The time between two attempts; null for 20 ms.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public void AwaitAssert(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        var deadline = Clock.Elapsed + RemainingOrDilated(duration);
        while (true)
        {
            try
            {
                assertion();
                return;
            }
            catch (Exception) when (Clock.Elapsed < deadline)
            {
                Pause(interval ?? PollInterval, deadline, cancellationToken);
            }
        }
    }

    /// <inheritdoc cref="AwaitAssert"/>
    public Task AwaitAssertAsync(Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        AwaitAssertAsync(
            () =>
            {
                assertion();
                return Task.CompletedTask;
            },
            duration,
            interval,
            cancellationToken);

    /// <inheritdoc cref="AwaitAssert"/>
    public async Task AwaitAssertAsync(Func<Task> assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        var deadline = Clock.Elapsed + RemainingOrDilated(duration);
        while (true)
        {
            try
            {
                await assertion();
                return;
            }
            catch (Exception) when (Clock.Elapsed < deadline)
            {
                await Task.Delay(Step(interval ?? PollInterval, deadline), cancellationToken);
            }
        }
    }

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="conditionIsFulfilled">The condition.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="conditionIsFulfilled">The condition.</param>
    /// <param name="max">How long; null for what is left in Within, or the default.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="conditionIsFulfilled">The condition.</param>
    /// <param name="max">How long; null for what is left in Within, or the default.</param>
    /// <param name="message">Added to the failure.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, string? message, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, message, cancellationToken);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="conditionIsFulfilled">The condition.</param>
    /// <param name="max">How long; null for what is left in Within, or the default.</param>
    /// <param name="interval">The time between two looks; null for 20 ms.</param>
    /// <param name="message">Added to the failure.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null, CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        if (!AwaitConditionNoThrow(conditionIsFulfilled, limit, interval, cancellationToken)) Fail($"Timeout {limit} while waiting for a condition", message);
    }

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="conditionIsFulfilled">The condition.</param>
    /// <param name="max">How long.</param>
    /// <param name="interval">The time between two looks; null for 20 ms.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Whether it did in time.</returns>
    public bool AwaitConditionNoThrow(Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        var deadline = Clock.Elapsed + max;
        while (!conditionIsFulfilled())
        {
            if (Clock.Elapsed >= deadline) return false;
            Pause(interval ?? PollInterval, deadline, cancellationToken);
        }

        return true;
    }

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(() => Task.FromResult(conditionIsFulfilled()), null, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, null, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, TimeSpan?, string, CancellationToken)"/>
    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(() => Task.FromResult(conditionIsFulfilled()), max, interval, message, cancellationToken);

    /// <inheritdoc cref="AwaitCondition(Func{bool}, TimeSpan?, TimeSpan?, string, CancellationToken)"/>
    public async Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string? message = null, CancellationToken cancellationToken = default)
    {
        var limit = RemainingOrDilated(max);
        if (!await AwaitConditionNoThrowAsync(conditionIsFulfilled, limit, interval, cancellationToken)) Fail($"Timeout {limit} while waiting for a condition", message);
    }

    /// <inheritdoc cref="AwaitConditionNoThrow"/>
    public async Task<bool> AwaitConditionNoThrowAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null, CancellationToken cancellationToken = default)
    {
        var deadline = Clock.Elapsed + max;
        while (!await conditionIsFulfilled())
        {
            if (Clock.Elapsed >= deadline) return false;
            await Task.Delay(Step(interval ?? PollInterval, deadline), cancellationToken);
        }

        return true;
    }

    private static TimeSpan Step(TimeSpan interval, TimeSpan deadline)
    {
        var left = deadline - Clock.Elapsed;
        if (left < interval) interval = left;
        return interval < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : interval;
    }

    private static void Pause(TimeSpan interval, TimeSpan deadline, CancellationToken cancellationToken)
    {
        cancellationToken.WaitHandle.WaitOne(Step(interval, deadline));
        cancellationToken.ThrowIfCancellationRequested();
    }
}
