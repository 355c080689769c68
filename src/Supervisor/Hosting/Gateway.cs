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
    internal Task StopAsync(CancellationToken abort) => InTurnAsync(async () =>
    {
        var view = Now;
        await Task.WhenAll(view.Listeners.Select(listener => CloseAsync(listener, abort))).ConfigureAwait(false);
        foreach (var service in ByDependents(view.Services))
            await RetireAsync(service, abort).ConfigureAwait(false);
        await Task.WhenAll(_endings).WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    });

    internal async Task<HttpServer> AddServerAsync(
        string name, ListenAddress address, Func<IncomingMessage, ServerResponse, Task> handler)
    {
        var outcome = await BindAsync(name, address, handler).ConfigureAwait(false);
        return outcome.Outcome.Server!;
    }

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate().ConfigureAwait(false);
        _turn.Dispose();
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
                var (actor, outcome) = await BindAsync($"listener-{config.Address.Port}", config.Address, router.HandleAsync).ConfigureAwait(false);
                bound.Add(new RunningListener(config, router, actor, outcome.Server!, outcome.EndPoint!));
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
        string name, ListenAddress address, Func<IncomingMessage, ServerResponse, Task> handler)
    {
        var props = ListenerActor.Props(address, handler, Log, _around.Clock);
        var actor = await _tree.Ask<IActorRef>(new TreeActor.AddChild(props, name)).ConfigureAwait(false);
        var outcome = await actor.Ask<ListenerActor.BindOutcome>(new ListenerActor.Bind()).ConfigureAwait(false);
        return outcome.Error is { } error ? throw new BindException(address, error) : (actor, outcome);
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
            listener.Router.Use(new RouteTable(listener.Config.Routes, slots));
        Config = config;
        Volatile.Write(ref _view, new View(listeners, byName));
    }

    private async Task CloseAsync(RunningListener listener, CancellationToken abort)
    {
        await using var _ = abort.UnsafeRegister(static state => ((HttpServer)state!).CloseAllConnections(), listener.Server).ConfigureAwait(false);
        await listener.Actor.Ask<Done>(new ListenerActor.Close(abort)).ConfigureAwait(false);
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
}
