using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Hosting;

/// <summary>What a reload keeps, makes and ends. Listeners are the same by their address, services by all they are told and by their files.</summary>
internal sealed record Plan(
    IReadOnlyList<RunningListener> KeptListeners,
    IReadOnlyList<ListenerConfig> NewListeners,
    IReadOnlyList<RunningListener> OldListeners,
    IReadOnlyList<RunningService> KeptServices,
    IReadOnlyList<ServiceConfig> NewServices)
{
    internal IReadOnlyList<RunningService> OldServices { get; private init; } = [];

    internal static Plan Between(Gateway.View now, SupervisorConfig next)
    {
        var keys = next.Listeners.Select(listener => listener.Key).ToHashSet();
        var bound = now.Listeners.Select(listener => listener.Config.Key).ToHashSet();
        var kept = next.Services.Values
            .Select(config => now.Services.GetValueOrDefault(config.Name) is { } running && IsSame(running, config) ? running : null)
            .OfType<RunningService>()
            .ToArray();
        var keptNames = kept.Select(service => service.Config.Name).ToHashSet();
        return new Plan(
            [.. now.Listeners.Where(listener => keys.Contains(listener.Config.Key))],
            [.. next.Listeners.Where(listener => !bound.Contains(listener.Key))],
            [.. now.Listeners.Where(listener => !keys.Contains(listener.Config.Key))],
            kept,
            [.. next.Services.Values.Where(config => !keptNames.Contains(config.Name))])
        {
            OldServices = [.. now.Services.Values.Where(service => !keptNames.Contains(service.Config.Name))],
        };
    }

    public override string ToString() =>
        $"listeners: {KeptListeners.Count} kept, {NewListeners.Count} new, {OldListeners.Count} closed; "
        + $"services: {KeptServices.Count} kept, {NewServices.Count} started, {OldServices.Count} ended";

    private static bool IsSame(RunningService running, ServiceConfig config) => running.Config.Text == config.Text
        && running.Config.Directory == config.Directory && running.Stamp == FileStamp.Of(config);
}
