namespace Akka.Actor;

/// <summary>
/// The children of one actor. Guarded by its own lock, because guardians get children from any thread and selections
/// read other actors' children.
/// </summary>
internal sealed class ChildrenContainer
{
    private readonly Dictionary<string, LocalActorRef> _children = [];
    private HashSet<LocalActorRef>? _dying;
    private Dictionary<LocalActorRef, RestartStatistics>? _statistics;
    private SuspendReason _reason;
    private Exception? _recreationCause;
    private bool _isClosed;
    private long _nextName;

    /// <summary>Whether no restart, creation or stop waits for children.</summary>
    public bool IsNormal
    {
        get
        {
            lock (_children) return !_isClosed && (_dying is not { Count: > 0 } || _reason == SuspendReason.UserRequest);
        }
    }

    public bool IsTerminating
    {
        get
        {
            lock (_children) return _isClosed;
        }
    }

    public bool IsWaitingToCreate
    {
        get
        {
            lock (_children) return _dying is { Count: > 0 } && _reason is SuspendReason.Creation or SuspendReason.Recreation;
        }
    }

    public LocalActorRef[] Snapshot()
    {
        lock (_children)
        {
            var snapshot = new LocalActorRef[_children.Count];
            _children.Values.CopyTo(snapshot, 0);
            return snapshot;
        }
    }

    public LocalActorRef? Find(string name)
    {
        lock (_children) return _children.GetValueOrDefault(name);
    }

    public bool Contains(LocalActorRef child)
    {
        lock (_children) return _children.TryGetValue(child.Path.Name, out var known) && ReferenceEquals(known, child);
    }

    /// <summary>Adds a child made under the lock, so that its name cannot be taken twice.</summary>
    public LocalActorRef Add(ActorCell parent, Props props, Dispatch.MessageDispatcher dispatcher, string? name)
    {
        lock (_children)
        {
            if (_isClosed) throw new InvalidOperationException("Cannot create child while terminating or terminated");
            name ??= GeneratedNames.Name(_nextName++);
            var path = new ChildActorPath(parent.SelfRef.Path, name, Random.Shared.Next(1, int.MaxValue));
            var child = new LocalActorRef(parent.SystemImpl, props, dispatcher, parent.SelfRef, path);
            if (!_children.TryAdd(name, child)) throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
            return child;
        }
    }

    public void ShallDie(LocalActorRef child)
    {
        lock (_children)
        {
            if (!Contains(child)) return;
            _dying ??= [];
            if (_dying.Count == 0) _reason = SuspendReason.UserRequest;
            _dying.Add(child);
        }
    }

    /// <summary>Says what to do once the dying children are gone.</summary>
    /// <returns>Whether there are any; if not, the caller goes on at once.</returns>
    public bool WaitFor(SuspendReason reason, Exception? cause)
    {
        lock (_children)
        {
            if (_dying is not { Count: > 0 }) return false;
            _reason = reason;
            _recreationCause = cause;
            return true;
        }
    }

    /// <summary>Removes a child that has ended.</summary>
    /// <returns>What was waiting for it, if it was the last one.</returns>
    public (SuspendReason Reason, Exception? Cause) Remove(LocalActorRef child)
    {
        lock (_children)
        {
            _children.Remove(child.Path.Name);
            _statistics?.Remove(child);
            if (_dying is null || !_dying.Remove(child) || _dying.Count > 0) return (SuspendReason.UserRequest, null);
            _dying = null;
            return (_reason, _recreationCause);
        }
    }

    /// <summary>Takes no more children; the ones there are can then be stopped without missing any.</summary>
    public void Close()
    {
        lock (_children) _isClosed = true;
    }

    public RestartStatistics Statistics(LocalActorRef child)
    {
        lock (_children)
        {
            _statistics ??= [];
            if (!_statistics.TryGetValue(child, out var statistics)) _statistics[child] = statistics = new RestartStatistics();
            return statistics;
        }
    }
}
