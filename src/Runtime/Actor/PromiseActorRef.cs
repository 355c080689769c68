using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>The temporary reference that takes the one answer of an Ask or a GracefulStop.</summary>
internal abstract class PromiseActorRef(ActorSystemImpl system) : MinimalActorRef
{
    private readonly Lock _lock = new();
    private HashSet<IInternalActorRef>? _watchers;
    private ActorPath? _path;
    private bool _isStopped;

    public override ActorSystemImpl System => system;

    public override IInternalActorRef Parent => system.Temp;

    public override bool IsTerminated => _isStopped;

    public override ActorPath Path
    {
        get
        {
            lock (_lock)
            {
                if (_path is not null) return _path;
                _path = system.Temp.Add(this);
                if (_isStopped) system.Temp.Remove(_path);
                return _path;
            }
        }
    }

    /// <summary>Ends the reference; it is not listed any more, and its watchers hear of it.</summary>
    public void End()
    {
        HashSet<IInternalActorRef>? watchers;
        lock (_lock)
        {
            if (_isStopped) return;
            _isStopped = true;
            if (_path is not null) system.Temp.Remove(_path);
            watchers = _watchers;
        }

        if (watchers is null) return;
        foreach (var watcher in watchers) watcher.SendSystemMessage(new DeathWatchNotification(this, existenceConfirmed: true));
    }

    public override void SendSystemMessage(SystemMessage message)
    {
        switch (message)
        {
            case Terminate: Stopped(); break;
            case DeathWatchNotification notification:
                Tell(new Terminated(notification.Actor, notification.ExistenceConfirmed, addressTerminated: false), this);
                break;
            case Watch watch when ReferenceEquals(watch.Watchee, this): AddWatcher(watch.Watcher); break;
            case Unwatch unwatch:
                lock (_lock) _watchers?.Remove(unwatch.Watcher);
                break;
            default: break;
        }
    }

    /// <summary>Someone stopped the reference itself.</summary>
    protected abstract void Stopped();

    private void AddWatcher(IInternalActorRef watcher)
    {
        lock (_lock)
        {
            if (!_isStopped)
            {
                (_watchers ??= []).Add(watcher);
                return;
            }
        }

        watcher.SendSystemMessage(new DeathWatchNotification(this, existenceConfirmed: true));
    }
}
