namespace Akka.Actor;

/// <summary>The path of a system's root.</summary>
public sealed class RootActorPath : ActorPath
{
    /// <summary>Creates the root of a system.</summary>
    /// <param name="address">The system's address.</param>
    /// <param name="name">A name below the address; empty for the real root.</param>
    public RootActorPath(Address address, string name = "")
        : base(address, name)
    {
    }
}
