namespace Akka.Actor;

/// <summary>The references that are no actors.</summary>
public static class ActorRefs
{
    /// <summary>Stands for an actor that does not exist.</summary>
    public static readonly Nobody Nobody = new();

    /// <summary>No sender: null.</summary>
    public static readonly IActorRef? NoSender;
}
