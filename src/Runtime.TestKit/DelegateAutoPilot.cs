using Akka.Actor;

namespace Akka.TestKit;

/// <summary>A pilot as a function.</summary>
/// <param name="sender">Who sent the message.</param>
/// <param name="message">The message.</param>
/// <returns>The pilot for the next one.</returns>
public delegate AutoPilot AutoPilotDelegate(IActorRef sender, object message);

/// <summary>A pilot made of a function.</summary>
public sealed class DelegateAutoPilot : AutoPilot
{
    private readonly AutoPilotDelegate _autoPilotDelegate;

    /// <summary>Creates a pilot.</summary>
    /// <param name="autoPilotDelegate">The function.</param>
    public DelegateAutoPilot(AutoPilotDelegate autoPilotDelegate) => _autoPilotDelegate = autoPilotDelegate;

    /// <inheritdoc/>
    public override AutoPilot Run(IActorRef sender, object message) => _autoPilotDelegate(sender, message);
}
