using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>Stopping an actor and waiting until it has stopped.</summary>
public static class GracefulStopSupport
{
    /// <summary>Sends a <see cref="PoisonPill"/> and waits for the end.</summary>
    /// <param name="target">Whom to stop.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <returns>Whether it has stopped in time.</returns>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) => GracefulStop(target, timeout, PoisonPill.Instance);

    /// <summary>Sends a message that makes the actor stop, and waits for the end.</summary>
    /// <param name="target">Whom to stop.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="stopMessage">What makes it stop.</param>
    /// <returns>Whether it has stopped in time.</returns>
    public static async Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        if (target is not IInternalActorRef { System: { } system } watched)
            throw new InvalidOperationException($"{target} cannot be death-watched");
        var watcher = new AskRef<Terminated>(system);
        watcher.EndAfter(timeout, CancellationToken.None);
        watched.SendSystemMessage(new Watch(watched, watcher));
        target.Tell(stopMessage, ActorRefs.NoSender);
        try
        {
            var terminated = await watcher.Result.ConfigureAwait(false);
            return terminated.ActorRef.Path.Equals(target.Path);
        }
        catch (AskTimeoutException)
        {
            return false;
        }
        finally
        {
            watched.SendSystemMessage(new Unwatch(watched, watcher));
        }
    }
}
