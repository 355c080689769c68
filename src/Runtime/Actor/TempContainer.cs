using System.Collections.Concurrent;

namespace Akka.Actor;

/// <summary>
/// /temp: the references that wait for one answer. They get a path, and are listed here, only when someone asks for it;
/// most never are.
/// </summary>
internal sealed class TempContainer(ActorSystemImpl system, ActorPath path) : MinimalActorRef
{
    private readonly ConcurrentDictionary<string, IInternalActorRef> _children = new();
    private long _nextName;

    public override ActorPath Path => path;

    public override ActorSystemImpl System => system;

    public int Count => _children.Count;

    public override IInternalActorRef Parent => system.Root;

    public ActorPath Add(IInternalActorRef child)
    {
        var name = GeneratedNames.Name(Interlocked.Increment(ref _nextName) - 1);
        _children[name] = child;
        return new ChildActorPath(path, name, ActorCell.UndefinedUid);
    }

    public void Remove(ActorPath child) => _children.TryRemove(child.Name, out _);

    public override IInternalActorRef GetSingleChild(string name) =>
        _children.TryGetValue(name, out var child) ? child : ActorRefs.Nobody;
}
