using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The turn: system messages first, then up to the dispatcher's throughput of messages, with system messages between any two.</summary>
internal sealed partial class ActorCell
{
    private MessageNode? _pending;
    private object? _message;
    private IActorRef? _sender;
    private int _envelopeId;

    public void Execute() => Run();

    public void Run()
    {
        var outer = Enter(this);
        var context = ExecutionContext.Capture();
        try
        {
            if (!_isCreated) RunCreation();
            ProcessSystemMessages();
            ProcessMessages();
        }
        finally
        {
            _current = outer;
            // What this actor put into its execution context must not flow into the next turn on this thread.
            if (context is not null && !ReferenceEquals(ExecutionContext.Capture(), context)) ExecutionContext.Restore(context);
            EndTurn();
        }
    }

    /// <summary>Hands the next turn to the dispatcher. Whoever calls it owns the schedule state.</summary>
    public void Schedule()
    {
        try
        {
            _dispatcher.Execute(this);
        }
        catch (Exception e)
        {
            Publish(new Error(e, _self.Path.ToString(), ActorType, "The dispatcher did not take the actor; it will not run again"));
        }
    }

    public void DropMessage(object message, IActorRef? sender)
    {
        if (message is DeadLetter) return;
        SystemImpl.DeadLetterRef.Take(message, sender, _self);
    }

    public void DropSystemMessage(SystemMessage message) => SystemImpl.DeadLetterRef.TakeSystem(message, _self);

    /// <summary>Puts messages back in front of all others; the last one given comes first.</summary>
    public void EnqueueFirst(in Envelope envelope)
    {
        var node = MessageNode.Rent(envelope.Message, envelope.Sender);
        node.Next = _pending;
        _pending = node;
    }

    private void EndTurn()
    {
        while (!_isTerminated)
        {
            var runnable = _self.HasSystemMessages || (_suspendCount == 0 && (_pending is not null || _self.HasMessages));
            if (runnable)
            {
                Schedule();
                return;
            }

            // A suspended actor must be idle too, so that the system message that resumes it schedules a turn.
            if (_suspendCount > 0) Append(_self.TakeMessages());
            if (!_self.TryEnterIdle()) continue;

            // From here on another thread may have the turn: nothing but the shared half may be touched
            // unless a system message that came in between gives the turn back.
            if (!_self.HasSystemMessages || !_self.TryLeaveIdle()) return;
        }
    }

    /// <summary>Puts messages behind those that wait already. The end is remembered: a long wait may add many, one by one.</summary>
    private void Append(MessageNode? newer)
    {
        if (newer is null) return;
        var last = RareState.PendingTail ?? _pending;
        if (last is null) _pending = newer;
        else Last(last).Next = newer;
        RareState.PendingTail = Last(newer);
    }

    private static MessageNode Last(MessageNode node)
    {
        while (node.Next is { } next) node = next;
        return node;
    }

    private void ProcessMessages()
    {
        if (_suspendCount > 0) return;

        // From here on links are given back, and the remembered end may be one of them.
        if (_rare is not null) _rare.PendingTail = null;
        var left = Math.Max(1, _dispatcher.Throughput);
        var deadline = _dispatcher.TurnDeadline();
        while (_suspendCount == 0 && !_isTerminated)
        {
            var node = _pending ?? _self.TakeMessages();
            if (node is null) return;
            _pending = node.Next;
            var message = node.Message!;
            var sender = node.Sender;
            MessageNode.Return(node);
            Invoke(message, sender);
            if (_self.HasSystemMessages) ProcessSystemMessages();
            if (--left <= 0 || (deadline != 0 && MessageDispatcher.IsPast(deadline))) return;
        }
    }

    private void ProcessSystemMessages()
    {
        var message = _self.TakeSystemMessages();
        while (message is not null)
        {
            var rest = message.Next;
            message.Next = null;
            var before = Readiness();
            InvokeSystem(message, before);
            if (_isTerminated)
            {
                DropAll(rest);
                return;
            }

            if (Readiness() < before) rest = Unstash(rest);
            message = rest ?? _self.TakeSystemMessages();
        }
    }

    /// <summary>How much of the system messages must wait: 0 none, 1 those that wait for a resume, 2 those that wait for children.</summary>
    private int Readiness()
    {
        if (_children is { IsWaitingToCreate: true }) return 2;
        return _suspendCount > 0 ? 1 : 0;
    }

    private void InvokeSystem(SystemMessage message, int readiness)
    {
        if ((readiness == 2 && message.WaitsForChildren) || (readiness == 1 && message.WaitsForResume))
        {
            (RareState.Stashed ??= []).Add(message);
            return;
        }

        try
        {
            Dispatch(message);
        }
        catch (Exception e)
        {
            HandleInvokeFailure(e);
        }
    }

    private void Dispatch(SystemMessage message)
    {
        switch (message)
        {
            case DeathWatchNotification notification: WatchedActorTerminated(notification); break;
            case Failed failed: HandleFailed(failed); break;
            case Watch watch: AddWatcher(watch); break;
            case Unwatch unwatch: RemoveWatcher(unwatch); break;
            case Akka.Dispatch.SysMsg.Terminate: Terminate(); break;
            case Suspend: FaultSuspend(); break;
            case Resume resume: FaultResume(resume.CausedByFailure); break;
            case Recreate recreate: FaultRecreate(recreate.Cause); break;
            case ActorTaskMessage task: RunActorTask(task); break;
            default: throw new NotSupportedException($"Unknown message {message.GetType().Name}");
        }
    }

    private SystemMessage? Unstash(SystemMessage? rest)
    {
        if (_rare?.Stashed is not { Count: > 0 } stashed) return rest;
        for (var i = stashed.Count - 1; i >= 0; i--)
        {
            stashed[i].Next = rest;
            rest = stashed[i];
        }

        stashed.Clear();
        return rest;
    }

    private void DropAll(SystemMessage? message)
    {
        while (message is not null)
        {
            var next = message.Next;
            message.Next = null;
            DropSystemMessage(message);
            message = next;
        }
    }

    private void Invoke(object message, IActorRef? sender)
    {
        try
        {
            _message = message;
            _sender = sender;
            _envelopeId++;
            if (_rare?.ReceiveTimeout is not null && message is not INotInfluenceReceiveTimeout) CancelReceiveTimeout();
            if (message is IAutoReceivedMessage) AutoReceive(message);
            else ReceiveMessage(message);
            _message = null;
        }
        catch (Exception e)
        {
            HandleInvokeFailure(e);
        }

        if (_rare is not null) CheckReceiveTimeout(reschedule: message is not INotInfluenceReceiveTimeout);
    }

    /// <summary>Handles a message on the caller's thread, past the mailbox; what the actor throws comes back to the caller.</summary>
    public void ReceiveForTest(object message, IActorRef? sender)
    {
        var outer = Enter(this);
        _message = message;
        _sender = sender;
        try
        {
            ReceiveMessage(message);
        }
        finally
        {
            _message = null;
            _sender = null;
            _current = outer;
        }
    }

    private void ReceiveMessage(object message) => _actor!.InvokeReceive(_behavior, message);

    private void AutoReceive(object message)
    {
        if (SystemImpl.Settings.DebugAutoReceive) Publish(new Debug(_self.Path.ToString(), ActorType, "received AutoReceiveMessage " + message));
        switch (message)
        {
            case Terminated terminated: ReceiveTerminated(terminated); break;
            case PoisonPill: _self.Stop(); break;
            case Kill: throw new ActorKilledException("Kill");
            case Identify identify: Sender.Tell(new ActorIdentity(identify.MessageId, _self), _self); break;
            case ActorSelectionMessage selection: Akka.Actor.ActorSelection.Deliver(_self, selection, Sender); break;
            default: break;
        }
    }
}
