namespace Akka.Actor;

/// <summary>Sending the outcome of a task as a message: the way an actor waits without giving up its turn order.</summary>
public static class PipeToSupport
{
    /// <summary>Sends the result, or a <see cref="Status.Failure"/>.</summary>
    /// <typeparam name="T">The result's type.</typeparam>
    /// <param name="taskToPipe">The task.</param>
    /// <param name="recipient">Who gets the message.</param>
    /// <param name="sender">Its sender; null for none.</param>
    /// <param name="success">Makes the message of a result; null sends the result itself.</param>
    /// <param name="failure">Makes the message of a failure; null sends a <see cref="Status.Failure"/>.</param>
    /// <returns>Completes when the message is sent.</returns>
    public static Task PipeTo<T>(this Task<T> taskToPipe, ICanTell recipient, IActorRef? sender = null, Func<T, object>? success = null, Func<Exception, object>? failure = null) =>
        taskToPipe.PipeTo(recipient, false, sender, success, failure);

    /// <summary>Sends the result, or a <see cref="Status.Failure"/>.</summary>
    /// <typeparam name="T">The result's type.</typeparam>
    /// <param name="taskToPipe">The task.</param>
    /// <param name="recipient">Who gets the message.</param>
    /// <param name="useConfigureAwait">Whether to come back to the captured context before sending.</param>
    /// <param name="sender">Its sender; null for none.</param>
    /// <param name="success">Makes the message of a result; null sends the result itself.</param>
    /// <param name="failure">Makes the message of a failure; null sends a <see cref="Status.Failure"/>.</param>
    /// <returns>Completes when the message is sent.</returns>
    public static async Task PipeTo<T>(this Task<T> taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef? sender = null, Func<T, object>? success = null, Func<Exception, object>? failure = null)
    {
        try
        {
            var result = await taskToPipe.ConfigureAwait(useConfigureAwait);
            recipient.Tell(success is null ? result! : success(result), sender);
        }
        catch (Exception e)
        {
            recipient.Tell(failure is null ? new Status.Failure(e) : failure(e), sender);
        }
    }

    /// <summary>Sends the result, or a <see cref="Status.Failure"/>.</summary>
    /// <typeparam name="T">The result's type.</typeparam>
    /// <param name="taskToPipe">The task.</param>
    /// <param name="recipient">Who gets the message.</param>
    /// <param name="sender">Its sender; null for none.</param>
    /// <param name="success">Makes the message of a result; null sends the result itself.</param>
    /// <param name="failure">Makes the message of a failure; null sends a <see cref="Status.Failure"/>.</param>
    /// <returns>Completes when the message is sent.</returns>
    public static Task PipeTo<T>(this ValueTask<T> taskToPipe, ICanTell recipient, IActorRef? sender = null, Func<T, object>? success = null, Func<Exception, object>? failure = null) =>
        taskToPipe.AsTask().PipeTo(recipient, false, sender, success, failure);

    /// <summary>Sends a message when the task is done, or a <see cref="Status.Failure"/>.</summary>
    /// <param name="taskToPipe">The task.</param>
    /// <param name="recipient">Who gets the message.</param>
    /// <param name="sender">Its sender; null for none.</param>
    /// <param name="success">Makes the message of success; null sends nothing then.</param>
    /// <param name="failure">Makes the message of a failure; null sends a <see cref="Status.Failure"/>.</param>
    /// <returns>Completes when the message is sent.</returns>
    public static Task PipeTo(this Task taskToPipe, ICanTell recipient, IActorRef? sender = null, Func<object>? success = null, Func<Exception, object>? failure = null) =>
        taskToPipe.PipeTo(recipient, false, sender, success, failure);

    /// <summary>Sends a message when the task is done.</summary>
    /// <param name="taskToPipe">The task.</param>
    /// <param name="recipient">Who gets the message.</param>
    /// <param name="useConfigureAwait">Whether to come back to the captured context before sending.</param>
    /// <param name="sender">Its sender; null for none.</param>
    /// <param name="success">Makes the message of success; null sends nothing then.</param>
    /// <param name="failure">Makes the message of a failure; null sends a <see cref="Status.Failure"/>.</param>
    /// <returns>Completes when the message is sent.</returns>
    public static async Task PipeTo(this Task taskToPipe, ICanTell recipient, bool useConfigureAwait, IActorRef? sender = null, Func<object>? success = null, Func<Exception, object>? failure = null)
    {
        try
        {
            await taskToPipe.ConfigureAwait(useConfigureAwait);
            if (success is not null) recipient.Tell(success(), sender);
        }
        catch (Exception e)
        {
            recipient.Tell(failure is null ? new Status.Failure(e) : failure(e), sender);
        }
    }
}
