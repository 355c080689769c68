using Akka.Actor;
using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Hosting;

/// <summary>
/// The parent of every service and listener, and the messenger between services that depend on each other. During a
/// reload two services may have one name: the current one, and the one that shall take its place.
/// </summary>
internal sealed class TreeActor : UntypedActor
{
    private readonly ServiceSurroundings _around;
    private readonly Dictionary<IActorRef, (string Name, ServiceState State)> _services = [];
    private readonly Dictionary<string, IActorRef> _current = [];
    private int _lastNumber;

    private TreeActor(ServiceSurroundings around) => _around = around;

    internal static Props Props(ServiceSurroundings around) =>
        Akka.Actor.Props.CreateBy(new RunActor.Producer(() => new TreeActor(around)));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AddService add:
                var service = Context.ActorOf(ServiceActor.Props(add.Config, add.Slot, _around), Unique(add.Config.Name));
                Context.Watch(service);
                _services[service] = (add.Config.Name, ServiceState.Waiting);
                Sender.Tell(service);
                break;
            case AddChild add:
                Sender.Tell(Context.ActorOf(add.Props, Unique(add.Name)));
                break;
            case DependenciesWanted:
                TellDependencies(Sender);
                break;
            case StateChanged change when _services.ContainsKey(Sender):
                OnStateChanged(Sender, change);
                break;
            case Promote promote:
                OnPromote(promote);
                break;
            case Terminated gone:
                _services.Remove(gone.ActorRef);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private string Unique(string name) => Context.Child(name).IsNobody() ? name : $"{name}.{++_lastNumber}";

    private void OnStateChanged(IActorRef service, StateChanged change)
    {
        _services[service] = (change.Name, change.State);
        foreach (var other in _services.Keys)
        {
            if (service.Equals(Visible(change.Name, other)))
                other.Tell(new DependencyChanged(change.Name, change.State is ServiceState.Running));
        }
    }

    private void OnPromote(Promote promote)
    {
        _current.Clear();
        foreach (var (name, service) in promote.Services)
            _current[name] = service;
        foreach (var service in _current.Values)
            TellDependencies(service);
    }

    private void TellDependencies(IActorRef service)
    {
        foreach (var name in _services.Values.Select(entry => entry.Name).Distinct().ToArray())
        {
            if (Visible(name, service) is { } other)
                service.Tell(new DependencyChanged(name, _services[other].State is ServiceState.Running));
        }
    }

    /// <summary>Those in use see those in use; those that are being prepared see each other first.</summary>
    private IActorRef? Visible(string name, IActorRef viewer)
    {
        var current = _current.GetValueOrDefault(name) is { } known && _services.ContainsKey(known) ? known : null;
        if (_current.ContainsValue(viewer))
            return current;
        return _services.FirstOrDefault(entry => entry.Value.Name == name && !entry.Key.Equals(current)
            && entry.Value.State is not (ServiceState.Draining or ServiceState.Stopping or ServiceState.Stopped)).Key ?? current;
    }

    /// <summary>Answered with its reference.</summary>
    internal sealed record AddService(ServiceConfig Config, ServiceSlot Slot);

    /// <inheritdoc cref="AddService"/>
    internal sealed record AddChild(Props Props, string Name);

    /// <summary>These are the services from now on.</summary>
    internal sealed record Promote(IReadOnlyDictionary<string, IActorRef> Services);
}
