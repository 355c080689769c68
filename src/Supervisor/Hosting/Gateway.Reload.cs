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
    /// <returns>Null; or why the old configuration goes on.</returns>
    internal async Task<string?> ReloadAsync(Func<SupervisorConfig> load)
    {
        string? problem = null;
        await InTurnAsync(async () => problem = await TryReloadAsync(load).ConfigureAwait(false)).ConfigureAwait(false);
        if (problem is not null)
            Log.Error("reload", $"refused, the running configuration goes on: {problem}");
        return problem;
    }

    private async Task<string?> TryReloadAsync(Func<SupervisorConfig> load)
    {
        SupervisorConfig next;
        try
        {
            next = load();
        }
        catch (ConfigException mistake)
        {
            return mistake.Message;
        }

        var plan = Plan.Between(Now, next);
        List<RunningListener> bound;
        try
        {
            bound = await BindAsync(plan.NewListeners).ConfigureAwait(false);
        }
        catch (BindException failure)
        {
            return failure.Message;
        }

        var started = await AddAsync(plan.NewServices).ConfigureAwait(false);
        if (await FirstFailureAsync(started).ConfigureAwait(false) is { } why)
        {
            Undo(bound, started);
            return why;
        }

        Apply(next, plan, bound, started);
        return null;
    }

    private void Apply(SupervisorConfig next, Plan plan, List<RunningListener> bound, List<RunningService> started)
    {
        var kept = plan.KeptListeners.Concat(bound).ToDictionary(listener => listener.Config.Key);
        Commit(next, [.. next.Listeners.Select(config => kept[config.Key] with { Config = config })], plan.KeptServices.Concat(started));

        // Their place in the routing is taken before they close: a request that comes too late for the old one looks again.
        foreach (var service in plan.OldServices)
            End(RetireAsync(service, CancellationToken.None));
        foreach (var listener in plan.OldListeners)
            End(CloseInTimeAsync(listener, next.DrainTimeout));
        foreach (var service in plan.KeptServices.Where(service => service.Slot.Report.State is ServiceState.Failed))
            service.Actor.Tell(new RestartService(), ActorRefs.NoSender);
        Log.Info("reload", $"done: {plan}");
    }

    private async Task CloseInTimeAsync(RunningListener listener, TimeSpan limit)
    {
        using var abort = new CancellationTokenSource(limit, _around.Clock);
        await CloseAsync(listener, abort.Token).ConfigureAwait(false);
    }

    private void End(Task ending)
    {
        _endings.RemoveAll(task => task.IsCompleted);
        _endings.Add(ending);
    }

    private static async Task<string?> FirstFailureAsync(List<RunningService> started)
    {
        var outcomes = await Task.WhenAll(started.Select(async service => (
            service.Config.Name,
            Outcome: await service.Actor.Ask<StartOutcome>(new WatchStart()).ConfigureAwait(false)))).ConfigureAwait(false);
        var failed = outcomes.FirstOrDefault(entry => entry.Outcome.Error is not null);
        return failed.Name is null ? null : $"the service '{failed.Name}': {failed.Outcome.Error}";
    }

    private void Undo(List<RunningListener> bound, List<RunningService> started)
    {
        foreach (var listener in bound)
            _system.Stop(listener.Actor);
        foreach (var service in started)
            End(RetireAsync(service, CancellationToken.None));
    }
}
