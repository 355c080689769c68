using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>Receive timeouts, timers and the tasks of async handlers.</summary>
internal sealed partial class ActorCell
{
    public TimeSpan? ReceiveTimeout => _rare?.ReceiveTimeout;

    public ActorTaskScheduler TaskScheduler => RareState.TaskScheduler ??= new ActorTaskScheduler(this);

    public void SetReceiveTimeout(TimeSpan? timeout)
    {
        if (timeout is not null || _rare is not null) RareState.ReceiveTimeout = timeout;
    }

    public void CheckReceiveTimeout(bool reschedule)
    {
        if (_rare is null || _isTerminated) return;
        if (_rare.ReceiveTimeout is not { } timeout)
        {
            CancelReceiveTimeout();
        }
        else if (reschedule || _rare.PendingReceiveTimeout is null)
        {
            CancelReceiveTimeout();
            _rare.PendingReceiveTimeout =
                System.Scheduler.ScheduleTellOnceCancelable(timeout, _self, Akka.Actor.ReceiveTimeout.Instance, _self);
        }
    }

    /// <summary>What an actor receives of a timer's message: null where the timer was cancelled, replaced or an earlier instance's.</summary>
    public object? InterceptTimer(ActorBase actor, TimerMessage timer)
    {
        if (actor is not IWithTimers { Timers: TimerScheduler timers } || timers.Intercept(timer) is not { } message) return null;
        if (message is IAutoReceivedMessage)
        {
            AutoReceive(message);
            return null;
        }

        _message = message;
        return message;
    }

    /// <summary>Suspends the mailbox for an async handler; only <see cref="EndTask"/> or a failure ends that.</summary>
    public void BeginTask() => _suspendCount++;

    public void EndTask(object? message)
    {
        ResumeSelf();
        CheckReceiveTimeout(reschedule: message is not INotInfluenceReceiveTimeout);
    }

    private void RunActorTask(ActorTaskMessage task)
    {
        _message = task.Scheduler.CurrentMessage;
        _sender = task.Scheduler.CurrentSender;
        if (task.Failure is { } failure)
        {
            // The suspension of the handler ends here; the failure begins one of its own.
            ResumeSelf();
            HandleInvokeFailure(failure);
            return;
        }

        task.Scheduler.Execute(task.Task!);
        _message = null;
    }

    private void CancelReceiveTimeout()
    {
        if (_rare?.PendingReceiveTimeout is not { } pending) return;
        pending.Cancel();
        _rare.PendingReceiveTimeout = null;
    }
}
