namespace HttpActors.Supervisor.Hosting;

/// <summary>Several observers as one, in the order they are given; none is one too.</summary>
internal sealed class RequestObservers(TimeProvider clock, params IReadOnlyList<IRequestObserver> all) : IRequestObserver
{
    public TimeProvider Clock => clock;

    public void OnStarted(RequestTrail trail)
    {
        foreach (var one in all)
            one.OnStarted(trail);
    }

    public void OnEnded(RequestTrail trail)
    {
        foreach (var one in all)
            one.OnEnded(trail);
    }
}
