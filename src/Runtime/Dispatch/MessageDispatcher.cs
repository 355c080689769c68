using System.Diagnostics;
using Akka.Actor;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>
/// Runs the turns of its actors. A subclass says where, in <see cref="ExecuteTask"/>; that an actor has one turn at a
/// time is the mailbox's doing.
/// </summary>
public abstract class MessageDispatcher
{
    /// <summary>The throughput of a dispatcher that sets none: 100 messages.</summary>
    public const int DefaultThroughput = 100;

    private long _inhabitants;
    private int _shutdownScheduled;
    private long _deadlineTicks;

    /// <summary>Creates a dispatcher.</summary>
    /// <param name="configurator">Its configurator.</param>
    protected MessageDispatcher(MessageDispatcherConfigurator configurator)
    {
        Configurator = configurator;
        Id = string.Empty;
        Throughput = DefaultThroughput;
        ShutdownTimeout = TimeSpan.FromSeconds(1);
    }

    /// <summary>Its configurator.</summary>
    public MessageDispatcherConfigurator Configurator { get; }

    /// <summary>The system's event stream.</summary>
    public EventStream EventStream => Configurator.Prerequisites.EventStream;

    /// <summary>Its id; empty unless a subclass sets it.</summary>
    public string Id { get; protected set; }

    /// <summary>How many messages an actor handles in one turn at most, so that it cannot keep a thread; at least 1 counts.</summary>
    public int Throughput { get; set; }

    /// <summary>After how many ticks of 100 ns a turn ends though messages are left; null or 0 for no such limit.</summary>
    public long? ThroughputDeadlineTime
    {
        get => _deadlineTicks == 0 ? null : _deadlineTicks;
        protected set => _deadlineTicks = value ?? 0;
    }

    /// <summary>How long the dispatcher stays up without actors; 1 s by default.</summary>
    public TimeSpan ShutdownTimeout { get; protected set; }

    /// <summary>How many actors live on it, plus scheduled actions.</summary>
    protected long Inhabitants => Volatile.Read(ref _inhabitants);

    /// <summary>Runs an action on this dispatcher.</summary>
    /// <param name="run">The action.</param>
    public void Schedule(Action run) => Schedule(new ActionRunnable(run));

    /// <summary>Runs something on this dispatcher.</summary>
    /// <param name="run">What to run.</param>
    public void Schedule(IRunnable run)
    {
        Interlocked.Increment(ref _inhabitants);
        ExecuteTask(new ActionRunnable(() => RunScheduled(run)));
    }

    /// <summary>
    /// Runs a turn, now or later, on any one thread. Called from any thread, also from inside a turn. Must not call
    /// <see cref="IRunnable.Run"/> before it returns unless the dispatcher is meant to run on the caller's thread.
    /// </summary>
    /// <param name="run">The turn.</param>
    protected abstract void ExecuteTask(IRunnable run);

    /// <summary>Called when there was no actor for <see cref="ShutdownTimeout"/>. The dispatcher may be used again afterwards.</summary>
    protected abstract void Shutdown();

    /// <summary>Publishes an error.</summary>
    /// <param name="ex">What happened.</param>
    protected void ReportFailure(Exception ex) => EventStream.Publish(new Error(ex, GetType().FullName!, GetType(), ex.Message));

    internal static bool IsPast(long deadline) => Stopwatch.GetTimestamp() >= deadline;

    internal void Execute(IRunnable turn) => ExecuteTask(turn);

    internal void Apply(DispatcherSettings settings)
    {
        Id = settings.Id;
        Throughput = settings.Throughput;
        ThroughputDeadlineTime = settings.ThroughputDeadline.Ticks;
        ShutdownTimeout = settings.ShutdownTimeout;
    }

    /// <summary>When the turn that begins now must end; 0 for no limit.</summary>
    internal long TurnDeadline() =>
        _deadlineTicks == 0 ? 0 : Stopwatch.GetTimestamp() + (long)(_deadlineTicks * (Stopwatch.Frequency / (double)TimeSpan.TicksPerSecond));

    internal void Attach(ActorCell cell)
    {
        Interlocked.Increment(ref _inhabitants);
        cell.Schedule();
    }

    internal void Detach() => Leave();

    private void RunScheduled(IRunnable run)
    {
        try
        {
            run.Run();
        }
        catch (Exception e)
        {
            ReportFailure(e);
        }
        finally
        {
            Leave();
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _inhabitants) > 0 || Interlocked.Exchange(ref _shutdownScheduled, 1) == 1) return;
        try
        {
            Configurator.Prerequisites.Scheduler.Advanced.ScheduleOnce(ShutdownTimeout, ShutdownIfEmpty);
        }
        catch (SchedulerException)
        {
            // The system is on its way out and the scheduler has ended before.
            ShutdownIfEmpty();
        }
    }

    private void ShutdownIfEmpty()
    {
        Volatile.Write(ref _shutdownScheduled, 0);
        if (Inhabitants > 0) return;
        try
        {
            Shutdown();
        }
        catch (Exception e)
        {
            ReportFailure(e);
        }
    }
}
