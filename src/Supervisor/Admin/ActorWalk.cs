using Akka.Actor;
using HttpActors.Supervisor.Hosting;

namespace HttpActors.Supervisor.Admin;

/// <summary>
/// Finds the actors below those of services: users' own, of which the supervisor knows nothing. They are asked, and those
/// that answer in time are there; one that is busy for longer is missed.
/// </summary>
internal sealed class ActorWalk : UntypedActor
{
    /// <summary>Nobody has answered for so long: that was all.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);

    /// <summary>Trees larger than that are cut: nobody reads them.</summary>
    private const int Most = 2000;

    private readonly IReadOnlyList<ActorSelection> _wanted;
    private readonly TaskCompletionSource<IReadOnlyList<ActorPath>> _found;
    private readonly List<ActorPath> _paths = [];

    private ActorWalk(IReadOnlyList<ActorSelection> wanted, TaskCompletionSource<IReadOnlyList<ActorPath>> found) =>
        (_wanted, _found) = (wanted, found);

    /// <summary>By service, in the order of their names; no entry for one without.</summary>
    internal static async Task<IReadOnlyDictionary<string, IReadOnlyList<ActorPath>>> OfServicesAsync(Gateway gateway)
    {
        var services = gateway.Now.Services.Values.Where(service => service.Slot.HasActor).ToArray();
        if (services.Length == 0)
            return new Dictionary<string, IReadOnlyList<ActorPath>>();
        var found = new TaskCompletionSource<IReadOnlyList<ActorPath>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var wanted = services.Select(service => new ActorSelection(service.Actor, $"run-{service.Slot.Run}/actor/**")).ToArray();
        gateway.StartWalk(Props.CreateBy(new RunActor.Producer(() => new ActorWalk(wanted, found))));
        var paths = await found.Task.ConfigureAwait(false);
        return services.ToDictionary(
            service => service.Config.Name,
            service => (IReadOnlyList<ActorPath>)[.. paths.Where(path => path.ToString().StartsWith($"{service.Actor.Path}/", StringComparison.Ordinal))
                .OrderBy(path => path.ToString(), StringComparer.Ordinal)]);
    }

    protected override void PreStart()
    {
        foreach (var selection in _wanted)
            selection.Tell(new Identify(null), Self);
        Context.SetReceiveTimeout(Quiet);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ActorIdentity { Subject: { } actor } when _paths.Count < Most:
                _paths.Add(actor.Path);
                break;
            case ActorIdentity { Subject: null }:
                break;
            case ActorIdentity or ReceiveTimeout:
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    protected override void PostStop() => _found.TrySetResult(_paths);
}
