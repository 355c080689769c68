using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Server;
using HttpActors.Actors.Streams;
using HttpActors.Actors.Transport;
using HttpActors.Hosting;
using HttpActors.Telemetry;

namespace HttpActors;

/// <summary>One life of a server, from its start to its last connection's end: its actors and their system.</summary>
internal sealed class ServerCycle
{
    private static int _lastNumber;
    private readonly ActorSystemLease _lease;
    private readonly IActorRef _server;
    private readonly IActorRef _streams;
    private readonly TaskCompletionSource _streamsStopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EndPoint? _address;
    private int _listening;

    public ServerCycle(HttpServer owner, ServerSettings settings, HttpServerOptions options)
    {
        var useLoops = UseLoops(options.Transport);
        _lease = ActorSystemLease.Acquire(options.HostSystem);
        Context = new ServerContext(settings, options.TimeProvider, LoopsFor(useLoops));
        Context.Log = options.LoggerFactory is { } loggers ? new LoggerLog(loggers) : Context.Log;
        Context.Events = owner;
        Context.Exchanges.Add(owner.OnExchange);
        Context.Connections.Add(owner.OnConnection);
        Context.Faulted += fault =>
        {
            Volatile.Write(ref _address, null);
            owner.ReportError(fault);
        };
        var number = Interlocked.Increment(ref _lastNumber);
        var parent = options.Parent ?? _lease.System;
        _server = StartActor(parent, ServerActor.Props(Context), $"http-{number}");
        _streams = StartActor(parent, StreamActor.Props(() => _streamsStopped.TrySetResult()), $"http-{number}-streams");
        Ended = End();
    }

    public ServerContext Context { get; }

    /// <summary>Completes when everything is released.</summary>
    public Task Ended { get; }

    public EndPoint? Address => Context.IsDraining || Context.Stopped.IsCompleted ? null : Volatile.Read(ref _address);

    public bool WasListening => Volatile.Read(ref _listening) == 1;

    /// <summary>False when it listens already.</summary>
    public bool BeginListening() => Interlocked.Exchange(ref _listening, 1) == 0;

    public async Task<EndPoint> BindAsync(HttpListenOptions options)
    {
        try
        {
            var (target, dualMode) = await ResolveAsync(options).ConfigureAwait(false);
            var bound = new TaskCompletionSource<EndPoint>(TaskCreationOptions.RunContinuationsAsynchronously);
            _server.Tell(new Bind(target, options.Backlog, dualMode, bound) { ReusePort = options.ReusePort });
            var first = await Task.WhenAny(bound.Task, Context.Stopped).ConfigureAwait(false);
            if (first == Context.Stopped)
            {
                bound.TrySetException(new HttpStateException("ERR_SERVER_NOT_RUNNING", "The server was closed before it was bound."));
            }

            var endPoint = await bound.Task.ConfigureAwait(false);
            Volatile.Write(ref _address, endPoint);
            return endPoint;
        }
        catch
        {
            // A server that could not be bound is not running, unless it serves connections accepted elsewhere.
            Volatile.Write(ref _listening, 0);
            if (Context.ConnectionCount == 0)
            {
                Drain();
            }

            throw;
        }
    }

    public void Adopt(IDuplexPipe connection) =>
        _server.Tell(new StartConnection(new ServerConnection(Context, new DuplexPipeTransport(connection))));

    public void Deliver(StreamDelivery delivery) => _streams.Tell(delivery);

    public void Drain()
    {
        // Before the message arrives: a response that is ended after Close has returned must say close.
        Context.BeginDraining();
        _server.Tell(new Drain());
    }

    /// <summary>Newcomers may have been waiting for a limit that is higher now.</summary>
    public void TellLimitsChanged() => _server.Tell(new LimitsChanged(), ActorRefs.NoSender);

    public void CloseIdleConnections() => _server.Tell(new CloseIdleConnections());

    public void AbortConnections(bool tunnels = true) => _server.Tell(new AbortConnections(tunnels));

    private EventLoopGroup? LoopsFor(bool useLoops) => useLoops ? OrGiveBack(() => LoopSystem.For(_lease.System)) : null;

    private IActorRef StartActor(IActorRefFactory parent, Props props, string name) => OrGiveBack(() => parent.ActorOf(props, name));

    /// <summary>A start that fails must not keep the shared system alive.</summary>
    private T OrGiveBack<T>(Func<T> start)
    {
        try
        {
            return start();
        }
        catch
        {
            _ = _lease.DisposeAsync().AsTask();
            throw;
        }
    }

    private static bool UseLoops(HttpTransport transport) => transport switch
    {
        HttpTransport.EventLoops when !EventLoopGroup.IsSupported => throw new PlatformNotSupportedException(
            "Event loops need Linux; use HttpTransport.Automatic or HttpTransport.ThreadPool."),
        HttpTransport.EventLoops => true,
        HttpTransport.ThreadPool => false,
        _ => LoopSwitches.AreDefault,
    };

    private static async Task<(EndPoint Target, bool DualMode)> ResolveAsync(HttpListenOptions options)
    {
        if (options.Path is not null)
        {
            return (new UnixDomainSocketEndPoint(options.Path), false);
        }

        var isAny = options.Host is null;
        var address = options.Host is { } host ? await ResolveAsync(host).ConfigureAwait(false)
            : Socket.OSSupportsIPv6 ? IPAddress.IPv6Any
            : IPAddress.Any;
        isAny |= address.Equals(IPAddress.IPv6Any);
        return (new IPEndPoint(address, options.Port), isAny && !options.IPv6Only);
    }

    private static async Task<IPAddress> ResolveAsync(string host)
    {
        if (IPAddress.TryParse(host, out var literal))
        {
            return literal;
        }

        var found = await Dns.GetHostAddressesAsync(host).ConfigureAwait(false);
        return found.Length > 0 ? found[0] : throw new SocketException((int)SocketError.HostNotFound);
    }

    private async Task End()
    {
        await Context.Stopped.ConfigureAwait(false);

        // What was published is delivered before anything is told to be complete: an observer hears one thing at a time.
        var delivered = new LastDelivery();
        _streams.Tell(delivered);
        await Task.WhenAny(delivered.Done, _streamsStopped.Task, _lease.System.WhenTerminated).ConfigureAwait(false);
        _lease.System.Stop(_streams);
        await _lease.DisposeAsync().ConfigureAwait(false);
    }

    private sealed class LastDelivery : StreamDelivery
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public override void Deliver() => _done.TrySetResult();
    }
}
