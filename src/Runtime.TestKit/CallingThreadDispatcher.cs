using Akka.Dispatch;

namespace Akka.TestKit;

/// <summary>Runs a turn on the thread that tells, before Tell returns; unless the actor's turn runs already, which then takes the message.</summary>
public class CallingThreadDispatcher : MessageDispatcher
{
    /// <summary>Its id.</summary>
    public static new string Id = "akka.test.calling-thread-dispatcher";

    /// <summary>Creates a dispatcher.</summary>
    /// <param name="configurator">Its configurator.</param>
    public CallingThreadDispatcher(MessageDispatcherConfigurator configurator)
        : base(configurator)
    {
    }

    /// <inheritdoc/>
    protected override void ExecuteTask(IRunnable run) => run.Run();

    /// <inheritdoc/>
    protected override void Shutdown()
    {
    }
}
