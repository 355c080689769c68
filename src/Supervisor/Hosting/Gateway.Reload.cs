using System.Net;
using Akka.Actor;
using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Hosting;

/// <content>
/// From one configuration to the next: read, bind what is new, start what is new or changed, and only when all of that
/// has gone well exchange the routes and drain what is not needed any more. Before that moment everything can be undone
/// without anybody noticing, and is.
/// </content>
internal sealed partial class Gateway
{
    /// <param name="load">Reads the new configuration.</param>
    /// <param name="prepare">Makes what else the new configuration wants; refuses with a <see cref="BindException"/> or <see cref="UsageException"/>.</param>
    /// <returns>Null; or why the old configuration goes on.</returns>
    internal async Task<string?> ReloadAsync(Func<SupervisorConfig> load, Func<SupervisorConfig, Task<IPreparedChange>> prepare)
    {
        string? problem = null;
        await InTurnAsync(async () => problem = await TryReloadAsync(load, prepare).ConfigureAwait(false)).ConfigureAwait(false);
        if (problem is not null)
            Log.Error("reload", $"refused, the running configuration goes on: {problem}");
        return problem;
    }

    private async Task<string?> TryReloadAsync(Func<SupervisorConfig> load, Func<SupervisorConfig, Task<IPreparedChange>> prepare)
    {
        List<RunningListener> bound = [];
        List<RunningService> started = [];
        IPreparedChange? change = null;
        try
        {
            var next = load();
            var plan = Plan.Between(Now, next);
            bound = await BindAsync(plan.NewListeners).ConfigureAwait(false);
            change = await prepare(next).ConfigureAwait(false);
            Log.Debug("reload", $"starting new and changed services: {plan}");
            started = await AddAsync(plan.NewServices).ConfigureAwait(false);
            await RequireStartsAsync(started).ConfigureAwait(false);
            Apply(next, plan, bound, started);
            change.Commit();
            return null;
        }
        catch (Exception failure)
        {
            // Whatever it is: nobody is served worse than before for it.
            Undo(bound, started);
            if (change is not null)
                await change.UndoAsync().ConfigureAwait(false);
            return failure is ConfigException or BindException or UsageException
                ? failure.Message + Hint(failure)
                : $"{failure.GetType().Name}: {failure.Message}";
        }
    }

    /// <summary>The program that has the port may be this one, under another host.</summary>
    private string Hint(Exception failure) => failure is BindException { Port: > 0 } bind
        && Now.Listeners.FirstOrDefault(listener => (listener.EndPoint as IPEndPoint)?.Port == bind.Port) is { } own
        ? $"; it is this instance that has it, at {own.EndPoint}: take that address out and reload before you add the new one, or start anew"
        : "";

    private void Apply(SupervisorConfig next, Plan plan, List<RunningListener> bound, List<RunningService> started)
    {
        var kept = plan.KeptListeners.Concat(bound).ToDictionary(listener => listener.Config.Key);
        Commit(next, [.. next.Listeners.Select(config => kept[config.Key] with { Config = config })], plan.KeptServices.Concat(started));

        // Their place in the routing is taken before they close: a request that comes too late for the old one looks again.
        foreach (var service in plan.OldServices)
            End(RetireAsync(service, CancellationToken.None));
        foreach (var listener in plan.OldListeners)
            End(CloseInTimeAsync(listener.Actor, listener.Server, next.DrainTimeout));
        var failed = plan.KeptServices.Where(service => service.Slot.Report.State is ServiceState.Failed).ToArray();
        foreach (var service in failed)
            service.Actor.Tell(new RestartService(), ActorRefs.NoSender);
        Log.Info("reload", $"done: {plan}{Restarted(failed)}");
    }

    private static string Restarted(RunningService[] services) => services.Length == 0
        ? ""
        : $"; failed before and restarted: {string.Join(", ", services.Select(service => service.Config.Name))}";

    private async Task CloseInTimeAsync(IActorRef listener, HttpServer server, TimeSpan limit)
    {
        using var abort = new CancellationTokenSource(limit, _around.Clock);
        await CloseAsync(listener, server, abort.Token).ConfigureAwait(false);
    }

    private void End(Task ending)
    {
        _endings.RemoveAll(task => task.IsCompleted);
        _endings.Add(ending);
    }

    /// <summary>
    /// Every new service has started once. One whose dependency is not running and not new either waits for it under
    /// supervision, as it would after a failure of that one: there is no start to wait for.
    /// </summary>
    /// <exception cref="UsageException">One did not.</exception>
    private async Task RequireStartsAsync(List<RunningService> started)
    {
        var awaited = started.Where(service => CanStart(service.Config, started, [])).ToArray();

        // One after the other at worst; a dependency that ends meanwhile would let its dependents wait for ever.
        var limit = started.Aggregate(TimeSpan.FromSeconds(5), (sum, service) => sum + service.Config.StartTimeout + service.Config.StopTimeout);
        var outcomes = await Task.WhenAll(awaited.Select(service => StartOfAsync(service, limit))).ConfigureAwait(false);
        if (outcomes.FirstOrDefault(outcome => outcome.Error is not null) is { } failed)
            throw new UsageException(failed.Error!);
    }

    private async Task<StartOutcome> StartOfAsync(RunningService service, TimeSpan limit)
    {
        try
        {
            var outcome = await service.Actor.Ask<StartOutcome>(new WatchStart(), limit, _stopping.Token).ConfigureAwait(false);
            return outcome.Error is null ? outcome : new StartOutcome($"the service '{service.Config.Name}': {outcome.Error}");
        }
        catch (AskTimeoutException)
        {
            return new StartOutcome($"the service '{service.Config.Name}' did not start in time");
        }
        catch (OperationCanceledException)
        {
            return new StartOutcome("the process is about to end");
        }
    }

    private bool CanStart(ServiceConfig service, List<RunningService> started, HashSet<string> seen) => service.DependsOn.All(name =>
        started.Find(other => other.Config.Name == name) is { } other
            ? !seen.Add(name) || CanStart(other.Config, started, seen)
            : Now.Services.GetValueOrDefault(name)?.Slot.Report.State is ServiceState.Running);

    private void Undo(List<RunningListener> bound, List<RunningService> started)
    {
        foreach (var listener in bound)
            _system.Stop(listener.Actor);
        foreach (var service in started)
            End(RetireAsync(service, CancellationToken.None));
    }
}
