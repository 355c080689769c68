using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Event;
using HttpActors.Actors.Loops.Balancing;

namespace HttpActors.Actors.Loops;

/// <summary>The event loops of an actor system: made when they are first asked for, ended with the system.</summary>
internal static class LoopSystem
{
    private const int MaxThreads = 256;
    private static readonly Lock Gate = new();
    private static readonly ConditionalWeakTable<ActorSystem, EventLoopGroup> Groups = [];

    /// <summary>The loops of <paramref name="system"/>, one a core.</summary>
    public static EventLoopGroup For(ActorSystem system)
    {
        // The table alone may call the factory twice at once.
        lock (Gate)
        {
            return Groups.GetValue(system, static system =>
            {
                var loops = Environment.ProcessorCount;
                return Create(system, loops, LoopSwitches.HandOffAfter, BalancerFor(loops));
            });
        }
    }

    /// <summary>Loops of one's own making, for a system that has none yet.</summary>
    internal static EventLoopGroup Create(ActorSystem system, int loops, TimeSpan handOffAfter, LoopBalancer? balancer = null)
    {
        var group = new EventLoopGroup(loops, handOffAfter, MaxThreads, balancer);
        foreach (var loop in group.Loops)
        {
            LoopDispatcher.Register(system, loop);
        }

        var log = Logging.GetLogger(system, "http.loops");
        group.Blocked += (loop, subject) => log.Warning(
            "A handler of {0} blocks a thread of event loop {1}; the loop goes on with another. Handlers should await instead.",
            subject,
            loop);
        _ = system.WhenTerminated.ContinueWith(_ => group.Dispose(), TaskScheduler.Default);
        return group;
    }

    private static LoopBalancer? BalancerFor(int loops) =>
        loops > 1 && LoopSwitches.ShareThreads && ThreadClock.IsSupported ? new LoopBalancer() : null;
}
