namespace Akka.Actor;

/// <summary>Turns the first message into the result of a task, and drops its registrations whichever way the task ends.</summary>
internal sealed class AskRef<T>(ActorSystemImpl system) : PromiseActorRef(system)
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _timer;
    private CancellationTokenRegistration _cancellation;
    private TimeSpan _timeout;

    public Task<T> Result => _result.Task;

    public void EndAfter(TimeSpan timeout, CancellationToken cancellationToken)
    {
        _timeout = timeout;
        if (timeout != Timeout.InfiniteTimeSpan && timeout > TimeSpan.Zero)
        {
            _timer = TimeProvider.System.CreateTimer(
                static state => ((AskRef<T>)state!).TimedOut(), this, timeout, Timeout.InfiniteTimeSpan);
        }

        if (cancellationToken.CanBeCanceled)
            _cancellation = cancellationToken.UnsafeRegister(static state => ((AskRef<T>)state!).Cancelled(), this);
        if (Result.IsCompleted) Release();
    }

    protected override void Stopped()
    {
        if (_result.TrySetException(new ActorKilledException("Stopped"))) Release();
    }

    protected override void TellInternal(object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        var taken = TryComplete(message, out var completed);
        if (completed) Release();
        if (!taken && !Result.IsCanceled) System.DeadLetterRef.Take(message, this, System.DeadLetters);
    }

    /// <summary>An answer of another type ends the wait too, and is a dead letter besides.</summary>
    private bool TryComplete(object message, out bool completed)
    {
        var isWanted = message is T or Status.Failure;
        completed = message switch
        {
            T answer => _result.TrySetResult(answer),
            Status.Failure failure => _result.TrySetException(failure.Cause),
            _ => _result.TrySetException(new ArgumentException(
                $"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]")),
        };
        return completed && isWanted;
    }

    private void TimedOut()
    {
        if (_result.TrySetException(new AskTimeoutException($"Timeout after {_timeout.TotalSeconds:F2} seconds"))) Release();
    }

    private void Cancelled()
    {
        if (_result.TrySetCanceled()) Release();
    }

    private void Release()
    {
        _timer?.Dispose();
        _cancellation.Unregister();
        End();
    }
}
