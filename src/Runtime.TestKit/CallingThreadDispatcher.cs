using Akka.Dispatch;

namespace Akka.TestKit;

/// <summary>Runs a turn on the thread that tells, before Tell returns; unless the actor's turn runs already, which then takes the message.</summary>
public class CallingThreadDispatcher : MessageDispatcher
{
    /// <summary>Its id.</summary>
    public static new string Id = "akka.test.calling-thread-dispatcher";

    private const int MostTurns = 100;

    [ThreadStatic]
    private static IRunnable? _running;

    [ThreadStatic]
    private static bool _runAgain;

    /// <summary>Creates a dispatcher.</summary>
    /// <param name="configurator">Its configurator.</param>
    public CallingThreadDispatcher(MessageDispatcherConfigurator configurator)
        : base(configurator)
    {
    }

    /// <inheritdoc/>
    protected override void ExecuteTask(IRunnable run)
    {
        // A turn that ends with messages left asks for the next one from inside itself: a loop, or the stack would grow with each.
        if (ReferenceEquals(_running, run))
        {
            _runAgain = true;
            return;
        }

        var outer = _running;
        _running = run;
        try
        {
            RunTurns(run);
        }
        finally
        {
            _running = outer;
            _runAgain = false;
        }
    }

    private static void RunTurns(IRunnable run)
    {
        for (var turns = 0; turns < MostTurns; turns++)
        {
            _runAgain = false;
            run.Run();
            if (!_runAgain) return;
        }

        // Others tell this actor faster than it handles: the caller must not be kept by that for ever.
        ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
    }

    /// <inheritdoc/>
    protected override void Shutdown()
    {
    }
}
