using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>
/// The reference of an actor, and the shared half of its mailbox: two lock-free stacks that any thread pushes on. The
/// other half is the cell, which only the thread that has the turn touches; the halves are two objects so that tellers
/// and the running turn do not write to the same cache line.
/// </summary>
/// <remarks>
/// The head of the message stack is also the schedule state. <see cref="MessageNode.Idle"/>: nothing to do and no turn
/// scheduled; whoever replaces it schedules one. <see cref="MessageNode.Closed"/>: the actor is gone. Anything else: a
/// turn is scheduled or running, and it will look at the stacks again before it sets Idle.
/// </remarks>
internal sealed class LocalActorRef : ActorRefBase, IInternalActorRef
{
    private MessageNode? _inbox;
    private SystemMessage? _systemInbox;

    public LocalActorRef(ActorSystemImpl system, Props props, MessageDispatcher dispatcher, IInternalActorRef parent, ActorPath path)
    {
        Path = path;
        Cell = new ActorCell(system, this, props, dispatcher, parent);
    }

    public override ActorPath Path { get; }

    public ActorCell Cell { get; }

    public ActorSystemImpl System => Cell.SystemImpl;

    public IInternalActorRef Parent => Cell.Parent;

    public LocalActorRef Local => this;

    public bool IsTerminated => ReferenceEquals(Volatile.Read(ref _inbox), MessageNode.Closed);

    public bool HasMessages => Volatile.Read(ref _inbox) is not null;

    public bool HasSystemMessages => Volatile.Read(ref _systemInbox) is { } head && !ReferenceEquals(head, NoMessage.Instance);

    public IInternalActorRef GetSingleChild(string name) => Cell.GetSingleChild(name);

    public void SendSystemMessage(SystemMessage message)
    {
        var head = Volatile.Read(ref _systemInbox);
        while (true)
        {
            if (ReferenceEquals(head, NoMessage.Instance))
            {
                Cell.DropSystemMessage(message);
                return;
            }

            message.Next = head;
            var seen = Interlocked.CompareExchange(ref _systemInbox, message, head);
            if (ReferenceEquals(seen, head)) break;
            head = seen;
        }

        if (TryLeaveIdle()) Cell.Schedule();
    }

    /// <summary>All messages told so far, oldest first. Only the turn calls it.</summary>
    public MessageNode? TakeMessages() =>
        Volatile.Read(ref _inbox) is null ? null : Reverse(Interlocked.Exchange(ref _inbox, null));

    /// <summary>All system messages sent so far, oldest first. Only the turn calls it.</summary>
    public SystemMessage? TakeSystemMessages() =>
        Volatile.Read(ref _systemInbox) is null ? null : Reverse(Interlocked.Exchange(ref _systemInbox, null));

    /// <summary>Ends the turn where nothing was told meanwhile.</summary>
    public bool TryEnterIdle() => Interlocked.CompareExchange(ref _inbox, MessageNode.Idle, null) is null;

    public bool TryLeaveIdle() =>
        ReferenceEquals(Volatile.Read(ref _inbox), MessageNode.Idle)
        && ReferenceEquals(Interlocked.CompareExchange(ref _inbox, null, MessageNode.Idle), MessageNode.Idle);

    public MessageNode? CloseMessages() => Reverse(Interlocked.Exchange(ref _inbox, MessageNode.Closed));

    public SystemMessage? CloseSystemMessages() => Reverse(Interlocked.Exchange(ref _systemInbox, NoMessage.Instance));

    protected override void TellInternal(object message, IActorRef? sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        var node = MessageNode.Rent(message, sender);
        var head = Volatile.Read(ref _inbox);
        while (true)
        {
            if (ReferenceEquals(head, MessageNode.Closed))
            {
                MessageNode.Return(node);
                Cell.DropMessage(message, sender);
                return;
            }

            var wake = ReferenceEquals(head, MessageNode.Idle);
            node.Next = wake ? null : head;
            var seen = Interlocked.CompareExchange(ref _inbox, node, head);
            if (ReferenceEquals(seen, head))
            {
                if (wake) Cell.Schedule();
                return;
            }

            head = seen;
        }
    }

    private static MessageNode? Reverse(MessageNode? newest)
    {
        MessageNode? oldest = null;
        while (newest is not null)
        {
            var next = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = next;
        }

        return oldest;
    }

    private static SystemMessage? Reverse(SystemMessage? newest)
    {
        SystemMessage? oldest = null;
        while (newest is not null)
        {
            var next = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = next;
        }

        return oldest;
    }
}
