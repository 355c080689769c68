namespace Akka.Actor;

/// <summary>
/// /temp: the references that wait for one answer. They get a path, and are listed here, only when someone asks for it;
/// most never are.
/// </summary>
internal sealed class TempContainer(ActorSystemImpl system, ActorPath path) : MinimalActorRef
{
    private readonly Dictionary<string, IInternalActorRef> _children = [];
    private long _nextName;

    public override ActorPath Path => path;

    public override ActorSystemImpl System => system;

    public int Count
    {
        get
        {
            lock (_children) return _children.Count;
        }
    }

    public override IInternalActorRef Parent => system.Root;

    public ActorPath Add(IInternalActorRef child)
    {
        lock (_children)
        {
            var name = GeneratedNames.Name(_nextName++);
            _children[name] = child;
            return new ChildActorPath(path, name, ActorCell.UndefinedUid);
        }
    }

    public void Remove(ActorPath child)
    {
        lock (_children) _children.Remove(child.Name);
    }

    public override IInternalActorRef GetSingleChild(string name)
    {
        lock (_children) return _children.TryGetValue(name, out var child) ? child : ActorRefs.Nobody;
    }
}
