using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The orderly end of a system: named phases, one after the other, each with tasks that run together and a time limit.
/// Terminate runs them all; the last phase stops the actors.
/// </summary>
public sealed class CoordinatedShutdown
{
    /// <summary>Before services stop accepting work.</summary>
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";

    /// <summary>Stop accepting work.</summary>
    public const string PhaseServiceUnbind = "service-unbind";

    /// <summary>Wait for work in progress.</summary>
    public const string PhaseServiceRequestsDone = "service-requests-done";

    /// <summary>Stop services.</summary>
    public const string PhaseServiceStop = "service-stop";

    /// <summary>A cluster phase; an empty place in the order here.</summary>
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";

    /// <summary>A cluster phase; an empty place in the order here.</summary>
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";

    /// <summary>A cluster phase; an empty place in the order here.</summary>
    public const string PhaseClusterLeave = "cluster-leave";

    /// <summary>A cluster phase; an empty place in the order here.</summary>
    public const string PhaseClusterExiting = "cluster-exiting";

    /// <summary>A cluster phase; an empty place in the order here.</summary>
    public const string PhaseClusterExitingDone = "cluster-exiting-done";

    /// <summary>A cluster phase; an empty place in the order here.</summary>
    public const string PhaseClusterShutdown = "cluster-shutdown";

    /// <summary>The last place where actors still run.</summary>
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";

    /// <summary>Stops the actors.</summary>
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    private static readonly string[] Phases =
    [
        PhaseBeforeServiceUnbind, PhaseServiceUnbind, PhaseServiceRequestsDone, PhaseServiceStop, PhaseBeforeClusterShutdown,
        PhaseClusterShardingShutdownRegion, PhaseClusterLeave, PhaseClusterExiting, PhaseClusterExitingDone,
        PhaseClusterShutdown, PhaseBeforeActorSystemTerminate, PhaseActorSystemTerminate,
    ];

    private readonly ActorSystemImpl _system;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<(string Name, Func<Task<Done>> Task)>> _tasks = [];
    private TaskCompletionSource<Done>? _run;

    internal CoordinatedShutdown(ActorSystemImpl system)
    {
        _system = system;
        if (system.Settings.CoordinatedShutdownTerminateActorSystem)
        {
            AddTask(PhaseActorSystemTerminate, "terminate-system", async () =>
            {
                await system.FinalTerminate().ConfigureAwait(false);
                return Done.Instance;
            });
        }
    }

    /// <summary>Why the shutdown runs; null until it does.</summary>
    public Reason? ShutdownReason { get; private set; }

    /// <summary>The time limits of all phases that have tasks, together.</summary>
    public TimeSpan TotalTimeout
    {
        get
        {
            lock (_lock) return _tasks.Keys.Aggregate(TimeSpan.Zero, (sum, phase) => sum + Timeout(phase));
        }
    }

    /// <summary>The shutdown of a system.</summary>
    /// <param name="sys">The system.</param>
    public static CoordinatedShutdown Get(ActorSystem sys) => ((ActorSystemImpl)sys).CoordinatedShutdown;

    /// <summary>Adds a task to a phase. Tasks of one phase run at the same time.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="taskName">Names the task in the log.</param>
    /// <param name="task">The task.</param>
    /// <exception cref="ConfigurationException">There is no such phase.</exception>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        if (Array.IndexOf(Phases, phase) < 0) throw new ConfigurationException(Unknown(phase));
        lock (_lock)
        {
            if (!_tasks.TryGetValue(phase, out var tasks)) _tasks[phase] = tasks = [];
            tasks.Add((taskName, task));
        }
    }

    /// <summary>The time limit of a phase: 5 s, or 10 s for the cluster's exit and the last one, unless configured.</summary>
    /// <param name="phase">The phase.</param>
    /// <exception cref="ArgumentException">There is no such phase.</exception>
    public TimeSpan Timeout(string phase)
    {
        Known(phase);
        return _system.Settings.PhaseTimeout(phase);
    }

    /// <summary>Runs the phases. Only the first call does; later ones return the same task.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="fromPhase">The phase to begin with; null for the first.</param>
    /// <returns>Completes when the last phase has.</returns>
    public Task<Done> Run(Reason reason, string? fromPhase = null)
    {
        if (fromPhase is not null) Known(fromPhase);
        lock (_lock)
        {
            if (_run is not null) return _run.Task;
            _run = new TaskCompletionSource<Done>(TaskCreationOptions.RunContinuationsAsynchronously);
            ShutdownReason = reason;
        }

        _ = RunPhases(_run, fromPhase is null ? 0 : Array.IndexOf(Phases, fromPhase));
        return _run.Task;
    }

    private static void Known(string phase)
    {
        if (Array.IndexOf(Phases, phase) < 0) throw new ArgumentException(Unknown(phase), nameof(phase));
    }

    private static string Unknown(string phase) => $"Unknown phase [{phase}], known phases [{string.Join(",", Phases)}].";

    private async Task RunPhases(TaskCompletionSource<Done> run, int first)
    {
        try
        {
            for (var i = first; i < Phases.Length; i++) await RunPhase(Phases[i]).ConfigureAwait(false);
            run.TrySetResult(Done.Instance);
        }
        catch (Exception e)
        {
            run.TrySetException(e);
        }
    }

    private async Task RunPhase(string phase)
    {
        (string Name, Func<Task<Done>> Task)[] tasks;
        lock (_lock) tasks = _tasks.TryGetValue(phase, out var list) ? [.. list] : [];
        if (tasks.Length == 0) return;
        var all = Task.WhenAll(tasks.Select(task => RunTask(phase, task.Name, task.Task)));
        try
        {
            await all.WaitAsync(Timeout(phase)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _system.Log.Warning("Coordinated shutdown phase [{0}] timed out after {1}", phase, Timeout(phase));
        }
    }

    private async Task RunTask(string phase, string name, Func<Task<Done>> task)
    {
        try
        {
            await task().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _system.Log.Warning("Task [{0}] failed in phase [{1}]: {2}", name, phase, e.Message);
        }
    }

    /// <summary>Why a shutdown runs.</summary>
    public class Reason
    {
        /// <summary>Creates a reason.</summary>
        protected Reason()
        {
        }
    }

    /// <summary>None was given.</summary>
    public class UnknownReason : Reason
    {
        /// <summary>The one instance.</summary>
        public static readonly Reason Instance = new UnknownReason();

        private UnknownReason()
        {
        }
    }

    /// <summary>The system was terminated.</summary>
    public class ActorSystemTerminateReason : Reason
    {
        /// <summary>The one instance.</summary>
        public static readonly Reason Instance = new ActorSystemTerminateReason();

        private ActorSystemTerminateReason()
        {
        }
    }
}
