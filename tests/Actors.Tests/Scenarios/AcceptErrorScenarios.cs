using System.Net.Sockets;
using Akka.Actor;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Server;
using HttpActors.Actors.Telemetry;
using LogLevel = Akka.Event.LogLevel;

namespace HttpActors.Actors.Tests.Scenarios;

/// <summary>Each class of error that accept(2) has: the next one at once, the next one after a pause, or a new start.</summary>
public sealed class AcceptErrorScenarios() : ServerScenario(onLoops: false)
{
    private const SocketError Fine = SocketError.Success;
    private readonly List<ScriptedAcceptor> _acceptors = [];

    [Theory]
    [InlineData(1)] // EPERM
    [InlineData(4)] // EINTR does not get so far, but would do no harm
    [InlineData(64)] // ENONET
    [InlineData(71)] // EPROTO
    [InlineData(92)] // ENOPROTOOPT
    [InlineData(95)] // EOPNOTSUPP
    [InlineData(100)] // ENETDOWN
    [InlineData(101)] // ENETUNREACH
    [InlineData(103)] // ECONNABORTED
    [InlineData(104)] // ECONNRESET
    [InlineData(110)] // ETIMEDOUT
    [InlineData(112)] // EHOSTDOWN
    [InlineData(113)] // EHOSTUNREACH
    public async Task An_error_of_the_new_connection_costs_nobody_else_anything(int errno)
    {
        var error = errno == 4 ? SocketError.Interrupted : Errno.ToSocketError(errno);
        var log = new Entries();
        var listener = await StartAsync(log, [error, error, Fine]);
        ExpectMsg<StartConnection>(Bounded.Patience);
        await SettleAsync(listener);
        Assert.Equal(4, Assert.Single(_acceptors).Begun);
        Assert.Empty(log.Written);
    }

    [Theory]
    [InlineData(12)] // ENOMEM
    [InlineData(23)] // ENFILE
    [InlineData(24)] // EMFILE
    [InlineData(105)] // ENOBUFS
    public async Task What_the_process_lacks_is_waited_for_and_said_once(int errno)
    {
        var error = Errno.ToSocketError(errno);
        var log = new Entries();
        var context = Context(log);
        var listener = await StartAsync(context, [error, error, Fine, error]);
        Assert.Equal(1, Assert.Single(_acceptors).Begun);

        // Paused: nothing but the tick of the clock begins the next one.
        listener.Tell(new ResumeAccepting());
        await SettleAsync(listener);
        Assert.Equal(1, _acceptors[0].Begun);
        context.OnTicked();
        await SettleAsync(listener);
        Assert.Equal(2, _acceptors[0].Begun);
        Assert.Equal([ServerEvent.AcceptingPaused], log.Written);

        context.OnTicked();
        ExpectMsg<StartConnection>(Bounded.Patience);
        await SettleAsync(listener);
        Assert.Equal([ServerEvent.AcceptingPaused], log.Written);

        // Nobody waits any more.
        context.OnTicked();
        await SettleAsync(listener);
        Assert.Equal([ServerEvent.AcceptingPaused, ServerEvent.AcceptingResumed], log.Written);
    }

    [Fact]
    public async Task The_last_descriptors_are_left_to_the_rest_of_the_process()
    {
        var log = new Entries();
        var context = Context(log);
        var listener = await StartAsync(context, [Fine, Fine, Fine], isFull: true);
        context.OnTicked();
        await SettleAsync(listener);
        Assert.Equal(0, Assert.Single(_acceptors).Begun);
        Assert.Equal([ServerEvent.AcceptingPaused], log.Written);

        _acceptors[0].SetFull(false);
        context.OnTicked();
        ExpectMsg<StartConnection>(Bounded.Patience);
        ExpectMsg<StartConnection>(Bounded.Patience);
        ExpectMsg<StartConnection>(Bounded.Patience);
        await SettleAsync(listener);
        Assert.Equal([ServerEvent.AcceptingPaused, ServerEvent.AcceptingResumed], log.Written);
    }

    [Theory]
    [InlineData(9)] // EBADF
    [InlineData(13)] // EACCES
    [InlineData(14)] // EFAULT
    [InlineData(22)] // EINVAL
    [InlineData(88)] // ENOTSOCK
    public async Task An_error_of_the_listening_socket_is_a_failure_and_the_next_loop_starts_on_it(int errno)
    {
        var failed = new List<Exception>();
        var listener = await StartAsync(Context(new Entries()), [Errno.ToSocketError(errno)], failed, isLate: true);
        await Bounded.Until(() => _acceptors.Count == 2);
        await SettleAsync(listener);
        Assert.IsType<AcceptFailedException>(Assert.Single(failed));
        Assert.True(_acceptors[0].IsDisposed);
        Assert.Equal((2, 1), (_acceptors[0].Begun, _acceptors[1].Begun));
    }

    [Theory]
    [InlineData(SocketError.OperationAborted)]
    [InlineData(SocketError.NotSocket)]
    [InlineData(SocketError.InvalidArgument)]
    public async Task The_same_on_a_socket_that_was_closed_is_the_end(SocketError error)
    {
        var failed = new List<Exception>();
        var log = new Entries();
        var listener = await StartAsync(Context(log), [error], failed, isClosed: true);
        await SettleAsync(listener);
        Assert.Equal(2, Assert.Single(_acceptors).Begun);
        Assert.Empty(failed);
        Assert.Empty(log.Written);
    }

    private ServerContext Context(Entries log) => new(ServerSettings.Default, Time) { Log = log };

    private Task<IActorRef> StartAsync(Entries log, SocketError[] script) => StartAsync(Context(log), script);

    /// <param name="context">The server.</param>
    /// <param name="script">How its accepts end.</param>
    /// <param name="failed">What the loop's parent is told.</param>
    /// <param name="isClosed">Whether the socket is closed when the script has ended.</param>
    /// <param name="isFull">Whether the process has no descriptor to spare.</param>
    /// <param name="isLate">Whether the script comes after the start: a loop that cannot start is not started again.</param>
    private async Task<IActorRef> StartAsync(
        ServerContext context, SocketError[] script, List<Exception>? failed = null, bool isClosed = false, bool isLate = false, bool isFull = false)
    {
        var errors = new Queue<SocketError>(isLate ? [] : script);
        Action? completed = null;
        Acceptor Make(Action told)
        {
            completed ??= told;
            var made = new ScriptedAcceptor(errors, isClosed);
            made.SetFull(isFull);
            _acceptors.Add(made);
            return made;
        }

        var listener = ListenerActor.Props(context, Make, [TestActor]);
        var parent = Sys.ActorOf(Props.Create(() => new Parent(listener, failed ?? new List<Exception>())));
        var child = await parent.Ask<IActorRef>("child", Bounded.Patience);
        await SettleAsync(child);
        if (isLate)
        {
            // A pending accept ends without a connection, and the one after it fails.
            Array.ForEach(script, errors.Enqueue);
            _acceptors[0].EndPending(SocketError.WouldBlock);
            completed!();
        }

        return child;
    }

    /// <summary>What it was told it has done, and what it told itself meanwhile.</summary>
    private static async Task SettleAsync(IActorRef listener)
    {
        for (var i = 0; i < 3; i++)
        {
            await listener.Ask<ActorIdentity>(new Identify(null), Bounded.Patience);
        }
    }

    private sealed class Entries : HttpLog
    {
        public List<ServerEvent> Written { get; } = [];

        public override bool IsEnabled(LogLevel level) => true;

        public override void Write(ServerEvent entry, Exception? error, params object?[] values) => Written.Add(entry);
    }

    private sealed class Parent : UntypedActor
    {
        private readonly List<Exception> _failed;
        private readonly IActorRef _child;

        public Parent(Props listener, List<Exception> failed)
        {
            _failed = failed;
            _child = Context.ActorOf(listener);
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(error =>
        {
            _failed.Add(error);
            return Directive.Restart;
        });

        protected override void OnReceive(object message) => Sender.Tell(_child);
    }
}
