using System.Collections.Concurrent;
using Akka.Actor;

namespace HttpActors.Actors.Server;

/// <summary>Watch this actor for the one who waits for its answers.</summary>
internal sealed record WatchHandler(IActorRef Handler);

/// <summary>
/// The actors that answer requests of a server, and which of them are gone. Any thread.
/// </summary>
/// <remarks>
/// The server actor watches; who waits holds a token. An actor that is gone is forgotten: should it be asked again, the
/// watch tells its end again.
/// </remarks>
internal sealed class HandlerWatch
{
    private readonly ConcurrentDictionary<IActorRef, CancellationTokenSource> _deaths = new();
    private IActorRef _watcher = ActorRefs.Nobody;

    /// <summary>Who watches; before the first request.</summary>
    public void Begin(IActorRef watcher) => _watcher = watcher;

    /// <summary>Cancelled when the actor is gone.</summary>
    public CancellationToken DeathOf(IActorRef handler)
    {
        if (_deaths.TryGetValue(handler, out var known))
        {
            return known.Token;
        }

        var added = _deaths.GetOrAdd(handler, static _ => new CancellationTokenSource());
        _watcher.Tell(new WatchHandler(handler), ActorRefs.NoSender);
        return added.Token;
    }

    public void OnTerminated(IActorRef handler)
    {
        if (_deaths.TryRemove(handler, out var gone))
        {
            // Not in the watcher's turn: whoever waits goes on inside the cancellation.
            _ = gone.CancelAsync();
        }
    }
}
