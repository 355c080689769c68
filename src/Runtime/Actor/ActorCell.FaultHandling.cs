using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>Creation, failure, restart and stop. Every suspension is paired with one Resume or Recreate of the supervisor's.</summary>
internal sealed partial class ActorCell
{
    private bool IsFailed => _rare?.Perpetrator is not null;

    private void RunCreation()
    {
        _isCreated = true;
        try
        {
            Create();
        }
        catch (Exception e)
        {
            HandleInvokeFailure(e);
        }
    }

    private void Create()
    {
        try
        {
            _actor = NewActor();
            _actor.AroundPreStart();
            if (_rare is not null) CheckReceiveTimeout(reschedule: true);
            LogLifecycle("Started ({0})", _actor);
        }
        catch (Exception e)
        {
            if (_actor is not null)
            {
                ClearActor(_actor);
                _actor = null;
            }

            throw new ActorInitializationException(_self, "Exception during creation", e);
        }
    }

    private ActorBase NewActor()
    {
        ResetBehavior();
        var actor = Props.NewActor();
        actor.Strategy = Props.SupervisorStrategy;
        if (actor is ReceiveActor receiveActor) receiveActor.EndConfiguration();
        if (actor is IActorStash stashing) stashing.Stash ??= new StashImpl(this);
        return actor;
    }

    private void ClearActor(ActorBase? actor)
    {
        if (actor is not null)
        {
            Guarded("An error occurred while disposing the actor", () => (actor as IDisposable)?.Dispose());
            Guarded("An error occurred while releasing the actor", () => Props.Release(actor));
            actor.Clear(SystemImpl.DeadLetters);
        }

        _message = null;
        ResetBehavior();
    }

    /// <summary>Suspends this actor and its children and leaves the decision to the supervisor.</summary>
    private void HandleInvokeFailure(Exception cause, LocalActorRef? failedChild = null, LocalActorRef[]? alreadySuspended = null)
    {
        if (IsFailed || _isTerminated) return;
        try
        {
            _suspendCount++;
            failedChild ??= (_message as Failed)?.Child as LocalActorRef;
            RareState.Perpetrator = failedChild ?? _self;
            foreach (var child in SnapshotChildren())
            {
                if (!ReferenceEquals(child, failedChild) && (alreadySuspended is null || !alreadySuspended.Contains(child))) child.Suspend();
            }

            _parent.SendSystemMessage(new Failed(_self, cause));
        }
        catch (Exception e)
        {
            Publish(new Error(e, _self.Path.ToString(), ActorType, "Emergency stop: exception in failure handling for " + cause));
            StopChildren();
            FinishTerminate();
        }
    }

    private void HandleFailed(Failed failed)
    {
        _message = failed;
        _sender = failed.Child;
        if (failed.Child is not LocalActorRef child || !IsChild(child) || _actor is null) return;
        var strategy = _actor.Strategy ??= _actor.InvokeSupervisorStrategy();
        if (!strategy.HandleFailure(this, child, failed.Cause)) HandleInvokeFailure(failed.Cause, child);
        else _message = null;
    }

    private void FaultSuspend()
    {
        _suspendCount++;
        foreach (var child in SnapshotChildren()) child.Suspend();
    }

    private void FaultResume(Exception? causedByFailure)
    {
        if (_actor is null)
        {
            FaultCreate();
            return;
        }

        var perpetrator = _rare?.Perpetrator;
        ResumeSelf();
        if (causedByFailure is not null) ClearFailed();
        foreach (var child in SnapshotChildren()) child.Resume(ReferenceEquals(child, perpetrator) ? causedByFailure : null);
    }

    private void FaultRecreate(Exception cause)
    {
        if (_actor is null)
        {
            FaultCreate();
            return;
        }

        if (_children is { IsNormal: false })
        {
            // A restart is under way already; only the count must be balanced.
            FaultResume(null);
            return;
        }

        var failed = _actor;
        LogLifecycle("Restarting");
        RunPreRestart(failed, cause);
        if (_children is null || !_children.WaitFor(SuspendReason.Recreation, cause)) FinishRecreate(cause, failed);
    }

    private void RunPreRestart(ActorBase failed, Exception cause)
    {
        var message = _message;
        try
        {
            failed.AroundPreRestart(cause, message);
            (failed as IActorStash)?.Stash?.UnstashAll();
        }
        catch (Exception e)
        {
            var wrapped = new PreRestartException(_self, e, cause, message);
            Publish(new Error(wrapped, _self.Path.ToString(), failed.GetType(), e.Message));
        }
        finally
        {
            ClearActor(failed);
        }
    }

    private void FinishRecreate(Exception cause, ActorBase failed)
    {
        var survivors = SnapshotChildren();
        try
        {
            ResumeSelf();
            ClearFailed();
            var fresh = NewActor();
            _actor = fresh;
            if (ReferenceEquals(fresh, failed)) fresh.Unclear();
            fresh.AroundPostRestart(cause, null);
            LogLifecycle("Restarted ({0})", fresh);
            foreach (var survivor in survivors) survivor.Restart(cause);
        }
        catch (Exception e)
        {
            ClearActor(_actor);
            HandleInvokeFailure(new PostRestartException(_self, e, cause), null, survivors);
        }
    }

    private void FaultCreate()
    {
        SetReceiveTimeout(null);
        CancelReceiveTimeout();
        StopChildren();
        if (_children is null || !_children.WaitFor(SuspendReason.Creation, null)) FinishCreate();
    }

    private void FinishCreate()
    {
        ResumeSelf();
        ClearFailed();
        RunCreation();
    }

    private void Terminate()
    {
        SetReceiveTimeout(null);
        CancelReceiveTimeout();
        UnwatchWatchedActors();
        var already = _isStopping;
        _isStopping = true;
        _children?.Close();
        StopChildren();
        if (_children is null || !_children.WaitFor(SuspendReason.Termination, null))
        {
            FinishTerminate();
            return;
        }

        if (already) return;

        // No more messages while the children stop, and no failure of theirs goes up any more.
        _suspendCount++;
        RareState.Perpetrator = _self;
        LogLifecycle("Stopping");
    }

    private void StopChildren()
    {
        foreach (var child in SnapshotChildren()) Stop(child);
    }

    /// <summary>The end. The order matters: the name is free and watchers know only after PostStop has run and the mailbox is closed.</summary>
    private void FinishTerminate()
    {
        var actor = _actor;
        _isStopping = true;
        _children?.Close();
        Guarded(null, () => RunPostStop(actor));
        CloseMailbox();
        _dispatcher.Detach();
        _parent.SendSystemMessage(new DeathWatchNotification(_self, existenceConfirmed: true));
        TellWatchersWeDied();
        UnwatchWatchedActors();
        LogLifecycle("Stopped");
        ClearActor(actor);
        _actor = null;
        _props = null;
        _rare = null;
        _watch = null;
    }

    private void RunPostStop(ActorBase? actor)
    {
        actor?.AroundPostStop();
        (actor as IActorStash)?.Stash?.UnstashAll();
    }

    private void CloseMailbox()
    {
        _isTerminated = true;
        Append(_self.CloseMessages());
        var systemMessages = _self.CloseSystemMessages();
        DropAll(systemMessages);
        for (var node = _pending; node is not null; node = node.Next) DropMessage(node.Message!, node.Sender);
        _pending = null;
    }

    private void ResumeSelf()
    {
        if (_suspendCount > 0) _suspendCount--;
    }

    private void ClearFailed()
    {
        if (_rare is not null) _rare.Perpetrator = null;
    }

    private void LogLifecycle(string format, object? argument = null)
    {
        if (!SystemImpl.Settings.DebugLifecycle) return;
        Publish(new Debug(_self.Path.ToString(), ActorType, string.Format(null, format, argument)));
    }

    private void Guarded(string? what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            Publish(new Error(e, _self.Path.ToString(), ActorType, what ?? e.Message));
        }
    }
}
