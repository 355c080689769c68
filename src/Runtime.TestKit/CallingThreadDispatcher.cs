using Akka.Dispatch;

namespace Akka.TestKit;

/// <summary>Runs a turn on the thread that tells, before Tell returns; unless the actor's turn runs already, which then takes the message.</summary>
public class CallingThreadDispatcher : MessageDispatcher
{
    /// <summary>Its id.</summary>
    public static new string Id = "akka.test.calling-thread-dispatcher";

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
            do
            {
                _runAgain = false;
                run.Run();
            }
            while (_runAgain);
        }
        finally
        {
            _running = outer;
            _runAgain = false;
        }
    }

    /// <inheritdoc/>
    protected override void Shutdown()
    {
    }
}
