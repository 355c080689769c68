namespace HttpActors.Supervisor.Hosting;

/// <summary>Which of the services that one needs are running. What nothing was heard of does not run.</summary>
internal sealed class ServiceDependencies(IReadOnlyList<string> names)
{
    private readonly HashSet<string> _running = [];

    internal bool AreMet => names.All(_running.Contains);

    internal void Set(DependencyChanged change)
    {
        if (change.IsRunning)
            _running.Add(change.Name);
        else
            _running.Remove(change.Name);
    }
}
