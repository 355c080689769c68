using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

internal sealed partial class ActorCell
{
    private DeathWatch? _watch;

    public IActorRef Watch(IActorRef subject) => Watch(subject, null);

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Watch(subject, message);
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (_watch is null) return subject;
        var target = (IInternalActorRef)subject;
        if (_watch.Watching?.Remove(target) == true) target.SendSystemMessage(new Unwatch(target, _self));
        _watch.Queued?.Remove(target);
        return subject;
    }

    /// <summary>A termination that was put back into the mailbox counts as wanted again.</summary>
    public void TerminatedQueuedFor(IActorRef subject, object? customMessage) =>
        ((_watch ??= new DeathWatch()).Queued ??= [])[subject] = customMessage;

    private IActorRef Watch(IActorRef subject, object? message)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var target = (IInternalActorRef)subject;
        if (ReferenceEquals(target, _self)) return subject;
        _watch ??= new DeathWatch();
        _watch.Watching ??= [];
        if (_watch.Watching.TryAdd(target, message)) target.SendSystemMessage(new Watch(target, _self));
        return subject;
    }

    private void WatchedActorTerminated(DeathWatchNotification notification)
    {
        var actor = notification.Actor;
        if (_watch?.Watching?.Remove(actor, out var message) == true && !_isStopping)
        {
            _self.Tell(new Terminated(actor, notification.ExistenceConfirmed, addressTerminated: false), actor);
            TerminatedQueuedFor(actor, message);
        }

        if (actor is LocalActorRef child && IsChild(child)) HandleChildTerminated(child);
    }

    private void ReceiveTerminated(Terminated terminated)
    {
        // An Unwatch since has taken it off the list: then it is not delivered.
        if (_watch?.Queued?.Remove(terminated.ActorRef, out var message) == true) ReceiveMessage(message ?? terminated);
    }

    private void AddWatcher(Watch watch)
    {
        if (!ReferenceEquals(watch.Watcher, _self)) ((_watch ??= new DeathWatch()).WatchedBy ??= []).Add(watch.Watcher);
    }

    private void RemoveWatcher(Unwatch unwatch) => _watch?.WatchedBy?.Remove(unwatch.Watcher);

    private void TellWatchersWeDied()
    {
        if (_watch?.WatchedBy is not { } watchers) return;
        foreach (var watcher in watchers)
        {
            // The parent gets its notice in any case.
            if (!ReferenceEquals(watcher, _parent)) watcher.SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: true));
        }

        _watch.WatchedBy = null;
    }

    private void UnwatchWatchedActors()
    {
        if (_watch is null) return;
        if (_watch.Watching is { } watching)
        {
            foreach (var subject in watching.Keys)
            {
                var target = (IInternalActorRef)subject;
                target.SendSystemMessage(new Unwatch(target, _self));
            }
        }

        _watch.Watching = null;
        _watch.Queued = null;
    }

    private sealed class DeathWatch
    {
        /// <summary>Whom this actor watches, with the message wanted in place of Terminated.</summary>
        public Dictionary<IActorRef, object?>? Watching;

        /// <summary>Whose Terminated is in the mailbox, with the same.</summary>
        public Dictionary<IActorRef, object?>? Queued;

        public HashSet<IInternalActorRef>? WatchedBy;
    }
}
