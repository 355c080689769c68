namespace Akka.Actor;

/// <summary>The path of an actor below another.</summary>
public sealed class ChildActorPath : ActorPath
{
    /// <summary>Creates a path.</summary>
    /// <param name="parentPath">The parent's.</param>
    /// <param name="name">The name among its siblings.</param>
    /// <param name="uid">The unique id of the incarnation; 0 for any.</param>
    public ChildActorPath(ActorPath parentPath, string name, long uid)
        : base(parentPath, name, uid)
    {
    }
}
