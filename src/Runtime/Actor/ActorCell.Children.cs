namespace Akka.Actor;

internal sealed partial class ActorCell
{
    private ChildrenContainer? _children;

    public IActorRef ActorOf(Props props, string? name = null)
    {
        CheckName(name);
        return MakeChild(props, name);
    }

    /// <summary>Creates a child whose name the runtime chose; it may begin with a dollar sign.</summary>
    public LocalActorRef MakeChild(Props props, string? name)
    {
        if (_isStopping) throw new InvalidOperationException("Cannot create child while terminating or terminated");
        var dispatcher = SystemImpl.FindDispatcher(props, _self.Path, name);
        if (_children is null) Interlocked.CompareExchange(ref _children, new ChildrenContainer(), null);
        var child = _children.Add(this, props, dispatcher, name);
        if (IsFailed)
        {
            // Born into a suspended family: the Resume or Recreate that ends it counts this child too.
            for (var i = 0; i < _suspendCount; i++) child.Suspend();
        }

        child.Cell.Start();
        return child;
    }

    /// <summary>Guardians need it from the start, for they get children from other threads.</summary>
    public void PrepareChildren() => _children = new ChildrenContainer();

    /// <summary>Makes a guardian: with room for children from any thread, not started.</summary>
    public LocalActorRef AddGuardian(Props props, string name)
    {
        var guardian = _children!.Add(this, props, _dispatcher, name);
        guardian.Cell.PrepareChildren();
        return guardian;
    }

    public IActorRef Child(string name) => _children?.Find(name) ?? (IActorRef)ActorRefs.Nobody;

    public IEnumerable<IActorRef> GetChildren() => SnapshotChildren();

    public LocalActorRef[] SnapshotChildren() => _children?.Snapshot() ?? [];

    public IInternalActorRef GetSingleChild(string name)
    {
        var hash = name.IndexOf('#');
        var child = _children?.Find(hash < 0 ? name : name[..hash]);
        if (child is null) return ActorRefs.Nobody;
        var fits = hash < 0 || (long.TryParse(name.AsSpan(hash + 1), out var uid) && (uid == UndefinedUid || uid == child.Path.Uid));
        return fits ? child : ActorRefs.Nobody;
    }

    public void Stop(IActorRef child)
    {
        var target = (IInternalActorRef)child;
        if (_children is not null && target.Local is { } local) _children.ShallDie(local);
        target.Stop();
    }

    public bool RequestRestart(LocalActorRef child, int maxRetries, int windowMilliseconds) =>
        _children!.Statistics(child).RequestRestart(maxRetries, windowMilliseconds);

    private static void CheckName(string? name)
    {
        if (name is null) return;
        if (name.Length == 0) throw new InvalidActorNameException("Actor name must not be empty.");
        if (ActorPath.IsValidPathElement(name)) return;
        throw new InvalidActorNameException(
            $"Illegal actor name [{name}]. Actor paths MUST: not start with `$`, include only ASCII letters and can only contain these special characters: ${ActorPath.ValidSymbols}.");
    }

    private bool IsChild(LocalActorRef child) => _children?.Contains(child) == true;

    private void HandleChildTerminated(LocalActorRef child)
    {
        var (reason, cause) = _children!.Remove(child);
        switch (reason)
        {
            case SuspendReason.Recreation: FinishRecreate(cause!, _actor!); break;
            case SuspendReason.Creation: FinishCreate(); break;
            case SuspendReason.Termination: FinishTerminate(); break;
            default: break;
        }
    }
}
