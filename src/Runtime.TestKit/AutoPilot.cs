using Akka.Actor;

namespace Akka.TestKit;

/// <summary>Answers the messages of a test actor before the test sees them.</summary>
public abstract class AutoPilot
{
    /// <summary>Creates a pilot.</summary>
    protected AutoPilot()
    {
    }

    /// <summary>Returned by a pilot that ends.</summary>
    public static NoAutoPilot NoAutoPilot => NoAutoPilot.Instance;

    /// <summary>Returned by a pilot that stays.</summary>
    public static KeepRunning KeepRunning => KeepRunning.Instance;

    /// <summary>Gets a message.</summary>
    /// <param name="sender">Who sent it.</param>
    /// <param name="message">The message.</param>
    /// <returns>The pilot for the next one.</returns>
    public abstract AutoPilot Run(IActorRef sender, object message);
}
