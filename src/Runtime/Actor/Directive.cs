namespace Akka.Actor;

/// <summary>What a supervisor does about a failed child.</summary>
public enum Directive
{
    /// <summary>Go on with the next message; the state is kept.</summary>
    Resume,

    /// <summary>Replace the instance; mailbox, path and reference stay.</summary>
    Restart,

    /// <summary>Fail oneself, with the same exception.</summary>
    Escalate,

    /// <summary>Stop the child.</summary>
    Stop,
}
