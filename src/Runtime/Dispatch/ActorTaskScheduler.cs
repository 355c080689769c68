using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>
/// Runs tasks in one actor's turns: continuations of an async handler come back as system messages, so they run although
/// the mailbox is suspended, on the actor's dispatcher, one at a time.
/// </summary>
public class ActorTaskScheduler : TaskScheduler
{
    private readonly ActorCell _cell;

    internal ActorTaskScheduler(ActorCell cell) => _cell = cell;

    /// <summary>The message whose handler is running; null when none is.</summary>
    public object? CurrentMessage { get; private set; }

    /// <inheritdoc/>
    public override int MaximumConcurrencyLevel => 1;

    internal IActorRef? CurrentSender { get; private set; }

    /// <summary>The handler that was started last.</summary>
    internal Task? LastHandler { get; private set; }

    /// <summary>Runs an action as <see cref="RunTask(Func{Task})"/> does.</summary>
    /// <param name="action">The action.</param>
    /// <exception cref="InvalidOperationException">Called outside of an actor.</exception>
    public static void RunTask(Action action) => RunTask(() =>
    {
        action();
        return Task.CompletedTask;
    });

    /// <summary>Runs an async function in the current actor; no other message is handled until it is done. Its failure is the actor's.</summary>
    /// <param name="asyncAction">The function.</param>
    /// <exception cref="InvalidOperationException">Called outside of an actor.</exception>
    public static void RunTask(Func<Task> asyncAction)
    {
        var cell = ActorCell.Current ?? throw new InvalidOperationException("RunTask must be called from an actor context.");
        var scheduler = cell.TaskScheduler;
        cell.BeginTask();
        scheduler.CurrentMessage = cell.CurrentMessage;
        scheduler.CurrentSender = cell.Sender;
        scheduler.OnBeforeTaskStarted();
        var handler = Task.Factory.StartNew(asyncAction, CancellationToken.None, TaskCreationOptions.None, scheduler).Unwrap();
        scheduler.LastHandler = handler;
        handler.ContinueWith(scheduler.Complete, scheduler);
    }

    internal void Execute(Task task) => TryExecuteTask(task);

    /// <summary>Called before a handler starts.</summary>
    protected virtual void OnBeforeTaskStarted()
    {
    }

    /// <summary>Called after a handler has ended.</summary>
    protected virtual void OnAfterTaskCompleted()
    {
    }

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [];

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        var isLong = (task.CreationOptions & TaskCreationOptions.LongRunning) != 0;
        if (!isLong && ReferenceEquals(ActorCell.Current, _cell)) TryExecuteTask(task);
        else _cell.SelfRef.SendSystemMessage(new ActorTaskMessage(this, task, null));
    }

    /// <inheritdoc/>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    private static Exception? FailureOf(Task task)
    {
        if (task.IsCanceled) return new TaskCanceledException();
        return task.Exception is { InnerExceptions: [var only] } ? only : task.Exception;
    }

    private void Complete(Task handler)
    {
        if (FailureOf(handler) is { } failure) _cell.SelfRef.SendSystemMessage(new ActorTaskMessage(this, null, failure));
        else _cell.EndTask(CurrentMessage);
        if (!handler.IsFaulted && !handler.IsCanceled) CurrentMessage = null;
        OnAfterTaskCompleted();
    }
}
