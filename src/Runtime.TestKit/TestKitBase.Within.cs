using Akka.Actor;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Runs an action that must end in time; expectations inside wait no longer than that.</summary>
    /// <param name="max">The time.</param>
    /// <param name="action">The action.</param>
    /// <param name="epsilonValue">How much longer it may take; null for not at all.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public void Within(TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    /// <summary>Runs an action that must end in time, and not too soon.</summary>
    /// <param name="min">The least time.</param>
    /// <param name="max">The most time.</param>
    /// <param name="action">The action.</param>
    /// <param name="hint">Added to the failure.</param>
    /// <param name="epsilonValue">How much longer it may take; null for not at all.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public void Within(TimeSpan min, TimeSpan max, Action action, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(min, max, () => { action(); return true; }, hint, epsilonValue, cancellationToken);

    /// <summary>Runs a function that must end in time; expectations inside wait no longer than that.</summary>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <param name="max">The time.</param>
    /// <param name="function">The function.</param>
    /// <param name="epsilonValue">How much longer it may take; null for not at all.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public T Within<T>(TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <summary>Runs a function that must end in time, and not too soon.</summary>
    /// <typeparam name="T">What it returns.</typeparam>
    /// <param name="min">The least time.</param>
    /// <param name="max">The most time.</param>
    /// <param name="function">The function.</param>
    /// <param name="hint">Added to the failure.</param>
    /// <param name="epsilonValue">How much longer it may take; null for not at all.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public T Within<T>(TimeSpan min, TimeSpan max, Func<T> function, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var frame = Begin(min, max, hint);
        T result;
        try
        {
            result = function();
        }
        finally
        {
            _end = frame.OuterEnd;
        }

        Check(frame, epsilonValue, hint);
        return result;
    }

    /// <inheritdoc cref="Within(TimeSpan, Action, TimeSpan?, CancellationToken)"/>
    public Task WithinAsync(TimeSpan max, Func<Task> actionAsync, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, actionAsync, null, epsilonValue, cancellationToken);

    /// <inheritdoc cref="Within(TimeSpan, TimeSpan, Action, string, TimeSpan?, CancellationToken)"/>
    public Task WithinAsync(TimeSpan min, TimeSpan max, Func<Task> actionAsync, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(
            min,
            max,
            async () =>
            {
                await actionAsync();
                return true;
            },
            hint,
            epsilonValue,
            cancellationToken);

    /// <inheritdoc cref="Within{T}(TimeSpan, Func{T}, TimeSpan?, CancellationToken)"/>
    public Task<T> WithinAsync<T>(TimeSpan max, Func<Task<T>> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    /// <inheritdoc cref="Within{T}(TimeSpan, TimeSpan, Func{T}, string, TimeSpan?, CancellationToken)"/>
    public async Task<T> WithinAsync<T>(
        TimeSpan min, TimeSpan max, Func<Task<T>> function, string? hint = null, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default)
    {
        var frame = Begin(min, max, hint);
        T result = default!;
        try
        {
            // What does not end is left behind a little after its time, so that the check below can say so.
            result = await function().WaitAsync(frame.Max + TimeSpan.FromMilliseconds(200), cancellationToken);
        }
        catch (TimeoutException) when (Clock.Elapsed - frame.Start > frame.Max)
        {
            Fail($"Block took {Clock.Elapsed - frame.Start}, exceeding {frame.Max}, and has not ended", hint);
        }
        finally
        {
            _end = frame.OuterEnd;
        }

        Check(frame, epsilonValue, hint);
        return result;
    }

    private Frame Begin(TimeSpan min, TimeSpan max, string? hint)
    {
        if (min < TimeSpan.Zero) throw new ArgumentException("Must be a positive, finite time", nameof(min));
        max = Dilated(max);
        var start = Clock.Elapsed;
        var outer = _end;
        if (outer is { } end && end - start < min) Fail($"Required min time {min} not possible, only {end - start} left", hint);
        if (outer is { } limit && limit - start < max) max = limit - start;
        _lastWasNoMsg = false;
        _end = start + max;
        return new Frame(start, min, max, outer);
    }

    private void Check(Frame frame, TimeSpan? epsilon, string? hint)
    {
        var elapsed = Clock.Elapsed - frame.Start;
        if (elapsed < frame.Min) Fail($"Block took {elapsed}, should have at least been {frame.Min}", hint);

        // After ExpectNoMsg the time is used up by design.
        if (!_lastWasNoMsg && elapsed > frame.Max + (epsilon ?? TimeSpan.Zero)) Fail($"Block took {elapsed}, exceeding {frame.Max}", hint);
    }

    private readonly record struct Frame(TimeSpan Start, TimeSpan Min, TimeSpan Max, TimeSpan? OuterEnd);
}
