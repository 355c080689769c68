using System.Net;
using Akka.Actor;
using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Hosting;

/// <summary>
/// The running whole: which services and listeners there are, and how one configuration becomes the next. Its operations
/// run one after the other; what lives and fails in between is the actors' business.
/// </summary>
internal sealed partial class Gateway : IAsyncDisposable
{
    private readonly ActorSystem _system;
    private readonly ServiceSurroundings _around;
    private readonly IRequestObserver _observer;
    private readonly IActorRef _tree;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<Task> _endings = [];
    private readonly CancellationTokenSource _stopping = new();
    private View _view = new([], new Dictionary<string, RunningService>());

    internal Gateway(ActorSystem system, ServiceSurroundings around, IRequestObserver observer)
    {
        (_system, _around, _observer) = (system, around, observer);
        _tree = system.ActorOf(TreeActor.Props(around), "supervisor");
    }

    /// <summary>What runs now; a value.</summary>
    internal View Now => Volatile.Read(ref _view);

    /// <summary>The configuration that runs; null before the first.</summary>
    internal SupervisorConfig? Config { get; private set; }

    private SupervisorLog Log => _around.Log;

    /// <summary>Binds every address, then starts the services; those that do not start are supervised, not fatal.</summary>
    /// <exception cref="BindException">An address cannot be had.</exception>
    internal Task StartAsync(SupervisorConfig config) => InTurnAsync(async () =>
    {
        var listeners = await BindAsync(config.Listeners).ConfigureAwait(false);
        var services = await AddAsync(config.Services.Values).ConfigureAwait(false);
        Commit(config, listeners, services);
    });

    /// <summary>Completes when every service runs, waits, or has failed at least once.</summary>
    internal Task SettledAsync() => Task.WhenAll(Now.Services.Values.Select(service =>
        service.Actor.Ask<StartOutcome>(new WatchStart(), service.Config.StartTimeout * 2)));

    /// <returns>False where there is no such service.</returns>
    internal async Task<bool> CommandAsync(string service, object command)
    {
        if (!Now.Services.TryGetValue(service, out var running))
            return false;
        await running.Actor.Ask<Done>(command, TimeSpan.FromSeconds(10)).ConfigureAwait(false);
        return true;
    }

    /// <summary>Stops accepting, lets requests finish, then stops the services, dependents first.</summary>
    internal async Task StopAsync(CancellationToken abort)
    {
        // A reload that waits for a service to start gives up.
        await _stopping.CancelAsync().ConfigureAwait(false);
        await InTurnAsync(() => StopInTurnAsync(abort)).ConfigureAwait(false);
    }

    private async Task StopInTurnAsync(CancellationToken abort)
    {
        var view = Now;
        await Task.WhenAll(view.Listeners.Select(listener => CloseAsync(listener.Actor, listener.Server, abort))).ConfigureAwait(false);
        foreach (var service in ByDependents(view.Services))
            await RetireAsync(service, abort).ConfigureAwait(false);
        await Task.WhenAll(_endings).WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>A listener beside those of the configuration's list: it stays until the process ends or it is closed.</summary>
    /// <param name="address">Where.</param>
    /// <param name="setting">The option that names the address, for those who must change it.</param>
    /// <param name="handler">Answers every request.</param>
    /// <exception cref="BindException">The address cannot be had.</exception>
    internal async Task<SideListener> AddSideListenerAsync(ListenAddress address, string setting, Func<IncomingMessage, ServerResponse, Task> handler)
    {
        var around = new ListenerActor.Surroundings(handler, Log, _around.Clock) { Logs = new LogBridge(Log, setting) };
        var (actor, outcome) = await BindAsync("admin", address, setting, around).ConfigureAwait(false);
        return new SideListener(actor, outcome.Server!, address.ToUrl(outcome.EndPoint));
    }

    /// <summary>Starts an actor that looks at others and ends by itself.</summary>
    internal void StartWalk(Props props) => _system.ActorOf(props);

    /// <summary>Lets its requests finish, as far as the time goes.</summary>
    internal void End(SideListener listener, TimeSpan limit) => End(CloseInTimeAsync(listener.Actor, listener.Server, limit));

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate().ConfigureAwait(false);
        _turn.Dispose();
        _stopping.Dispose();
    }

    private async Task InTurnAsync(Func<Task> operation)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await operation().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>All of them or none.</summary>
    private async Task<List<RunningListener>> BindAsync(IEnumerable<ListenerConfig> configs)
    {
        var bound = new List<RunningListener>();
        try
        {
            foreach (var config in configs)
            {
                var router = new RequestRouter(config.Key, _observer);
                var (actor, outcome) = await BindAsync($"listener-{config.Address.Port}", config.Address, "its 'address'", new(router.HandleAsync, Log, _around.Clock)
                {
                    Logs = new LogBridge(Log, config.Address.ToString(), tellsFailures: false),
                    Prepare = server =>
                    {
                        config.Limits.ApplyTo(server);
                        server.ConnectionOpened += router.Connections.Open;
                    },
                }).ConfigureAwait(false);
                bound.Add(new RunningListener(config, router, actor, outcome.Server!, outcome.EndPoint!) { Limits = config.Limits });
            }
        }
        catch
        {
            foreach (var listener in bound)
                _system.Stop(listener.Actor);
            throw;
        }

        return bound;
    }

    private async Task<(IActorRef Actor, ListenerActor.BindOutcome Outcome)> BindAsync(
        string name, ListenAddress address, string setting, ListenerActor.Surroundings around)
    {
        var props = ListenerActor.Props(address, around);
        var actor = await _tree.Ask<IActorRef>(new TreeActor.AddChild(props, name)).ConfigureAwait(false);
        var outcome = await actor.Ask<ListenerActor.BindOutcome>(new ListenerActor.Bind()).ConfigureAwait(false);
        return outcome.Error is { } error ? throw new BindException(address, setting, error) : (actor, outcome);
    }

    private async Task<List<RunningService>> AddAsync(IEnumerable<ServiceConfig> configs)
    {
        var services = new List<RunningService>();
        foreach (var config in configs)
        {
            var slot = new ServiceSlot(config.Name, _around.Clock);
            var actor = await _tree.Ask<IActorRef>(new TreeActor.AddService(config, slot)).ConfigureAwait(false);
            services.Add(new RunningService(config, slot, actor, FileStamp.Of(config)));
        }

        return services;
    }

    /// <summary>The one moment in which the old configuration ceases to be and the new one is.</summary>
    private void Commit(SupervisorConfig config, IReadOnlyList<RunningListener> listeners, IEnumerable<RunningService> services)
    {
        var byName = services.ToDictionary(service => service.Config.Name, StringComparer.Ordinal);
        var slots = byName.ToDictionary(pair => pair.Key, pair => pair.Value.Slot, StringComparer.Ordinal);
        _tree.Tell(new TreeActor.Promote(byName.ToDictionary(pair => pair.Key, pair => pair.Value.Actor)));
        foreach (var listener in listeners)
        {
            if (listener.Limits != listener.Config.Limits)
                listener.Config.Limits.ApplyTo(listener.Server);
            listener.Router.Use(new RouteTable(listener.Config.Routes, slots));
        }

        Config = config;
        Volatile.Write(ref _view, new View([.. listeners.Select(listener => listener with { Limits = listener.Config.Limits })], byName));
    }

    private static async Task CloseAsync(IActorRef listener, HttpServer server, CancellationToken abort)
    {
        await using var _ = abort.UnsafeRegister(static state => ((HttpServer)state!).CloseAllConnections(), server).ConfigureAwait(false);
        await listener.Ask<Done>(new ListenerActor.Close(abort)).ConfigureAwait(false);
    }

    /// <summary>Ends with the service's actor, which has the service's own time limits.</summary>
    private static async Task RetireAsync(RunningService service, CancellationToken abort)
    {
        service.Slot.Replace();
        var limit = (service.Config.StopTimeout * 2) + TimeSpan.FromSeconds(5);
        try
        {
            await service.Actor.GracefulStop(limit, new RetireService()).WaitAsync(abort).ConfigureAwait(false);
        }
        catch (Exception ending) when (ending is OperationCanceledException or TimeoutException)
        {
            // Whoever waits has no more patience; the system's end takes the actor with it.
        }
    }

    private static List<RunningService> ByDependents(IReadOnlyDictionary<string, RunningService> services)
    {
        var ordered = new List<RunningService>();
        var seen = new HashSet<string>();
        foreach (var name in services.Keys)
            Visit(name);
        ordered.Reverse();
        return ordered;

        void Visit(string name)
        {
            if (!seen.Add(name) || !services.TryGetValue(name, out var service))
                return;
            foreach (var needed in service.Config.DependsOn)
                Visit(needed);
            ordered.Add(service);
        }
    }

    /// <param name="Listeners">In the order of the file.</param>
    /// <param name="Services">By name.</param>
    internal sealed record View(IReadOnlyList<RunningListener> Listeners, IReadOnlyDictionary<string, RunningService> Services);
}

/// <summary>A service and what was known of its files when it was made.</summary>
internal sealed record RunningService(ServiceConfig Config, ServiceSlot Slot, IActorRef Actor, string Stamp);

/// <summary>A bound address.</summary>
internal sealed record RunningListener(ListenerConfig Config, RequestRouter Router, IActorRef Actor, HttpServer Server, EndPoint EndPoint)
{
    internal string Url => Config.Address.ToUrl(EndPoint);

    /// <summary>Those that its server has; the next configuration's may be others.</summary>
    internal required ListenerLimits Limits { get; init; }
}

/// <summary>A listener that the configuration's list does not have, such as the one for operators.</summary>
internal sealed record SideListener(IActorRef Actor, HttpServer Server, string Url);
