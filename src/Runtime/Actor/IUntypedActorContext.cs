namespace Akka.Actor;

/// <summary>The context of an <see cref="UntypedActor"/>.</summary>
public interface IUntypedActorContext : IActorContext
{
    /// <summary>Replaces the current behaviour.</summary>
    /// <param name="receive">The new one; all messages count as handled.</param>
    void Become(UntypedReceive receive);

    /// <summary>Puts a behaviour on top of the current one.</summary>
    /// <param name="receive">The new one; all messages count as handled.</param>
    void BecomeStacked(UntypedReceive receive);
}
