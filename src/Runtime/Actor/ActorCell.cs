using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// What lives behind a reference: the actor's context, the turn-owned half of its mailbox and its life cycle. One object,
/// because each further one would cost every actor a header and a pointer. Whatever most actors never use is in
/// <see cref="Rare"/>, <see cref="DeathWatch"/> and <see cref="ChildrenContainer"/>, made on first use.
/// </summary>
internal sealed partial class ActorCell : IUntypedActorContext, IRunnable
{
    public const int UndefinedUid = 0;

    /// <summary>Stands for "the actor's own Receive", so that no actor needs a delegate of its own for it.</summary>
    public static readonly Receive DefaultBehavior = static message => Current!._actor!.InvokeBaseReceive(message);

    [ThreadStatic]
    private static ActorCell? _current;

    private readonly LocalActorRef _self;
    private readonly MessageDispatcher _dispatcher;
    private readonly IInternalActorRef _parent;
    private Props? _props;
    private ActorBase? _actor;
    private Rare? _rare;
    private Receive _behavior = DefaultBehavior;
    private bool _isCreated;
    private bool _isStopping;
    private bool _isTerminated;
    private int _suspendCount;

    public ActorCell(ActorSystemImpl system, LocalActorRef self, Props props, MessageDispatcher dispatcher, IInternalActorRef parent)
    {
        SystemImpl = system;
        _self = self;
        _props = props;
        _dispatcher = dispatcher;
        _parent = parent;
    }

    /// <summary>The cell whose turn runs on this thread.</summary>
    public static ActorCell? Current => _current;

    public ActorSystemImpl SystemImpl { get; }

    public ActorSystem System => SystemImpl;

    public LocalActorRef SelfRef => _self;

    public IActorRef Self => _self;

    public IInternalActorRef Parent => _parent;

    IActorRef IActorContext.Parent => _parent;

    public Props Props => _props ?? Props.None;

    public MessageDispatcher Dispatcher => _dispatcher;

    public IActorRef Sender => _sender ?? SystemImpl.DeadLetters;

    public object? CurrentMessage => _message;

    public int CurrentEnvelopeId => _envelopeId;

    public ActorBase? Actor => _actor;

    public bool IsSuspended => _suspendCount > 0;

    private Rare RareState => _rare ??= new Rare();

    private Type ActorType => _actor?.GetType() ?? typeof(ActorCell);

    public void Become(Receive receive) => _behavior = receive;

    void IUntypedActorContext.Become(UntypedReceive receive) => Become(Handled(receive));

    public void BecomeStacked(Receive receive)
    {
        // The initial behaviour is never on the stack: it is what an empty stack means.
        if (!ReferenceEquals(_behavior, DefaultBehavior)) (RareState.Behaviors ??= new Stack<Receive>()).Push(_behavior);
        _behavior = receive;
    }

    void IUntypedActorContext.BecomeStacked(UntypedReceive receive) => BecomeStacked(Handled(receive));

    public void UnbecomeStacked() =>
        _behavior = _rare?.Behaviors is { Count: > 0 } below ? below.Pop() : DefaultBehavior;

    public ActorSelection ActorSelection(ActorPath actorPath) => Akka.Actor.ActorSelection.To(SystemImpl, actorPath);

    public ActorSelection ActorSelection(string actorPath) => Akka.Actor.ActorSelection.To(SystemImpl, _self, actorPath);

    /// <summary>Puts this cell in charge of the thread for a moment; returns who was.</summary>
    public static ActorCell? Enter(ActorCell? cell)
    {
        var outer = _current;
        _current = cell;
        return outer;
    }

    public void ResetBehavior()
    {
        _behavior = DefaultBehavior;
        _rare?.Behaviors?.Clear();
    }

    public void Start() => _dispatcher.Attach(this);

    private static Receive Handled(UntypedReceive receive) => message =>
    {
        receive(message);
        return true;
    };

    private void Publish(LogEvent logEvent) => SystemImpl.EventStream.Publish(logEvent);

    /// <summary>State that few actors need and none needs often.</summary>
    private sealed class Rare
    {
        public LocalActorRef? Perpetrator;
        public MessageNode? PendingTail;
        public Stack<Receive>? Behaviors;
        public List<Dispatch.SysMsg.SystemMessage>? Stashed;
        public ActorTaskScheduler? TaskScheduler;
        public TimeSpan? ReceiveTimeout;
        public ICancelable? PendingReceiveTimeout;
    }
}
