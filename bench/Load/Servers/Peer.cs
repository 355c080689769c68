namespace HttpActors.Bench.Load.Servers;

/// <summary>A server to measure.</summary>
internal abstract class Peer(string name)
{
    public string Name { get; } = name;

    /// <summary>Null when it can be started on this machine.</summary>
    public abstract string? Unavailable { get; }

    public abstract string Version { get; }

    /// <summary>Whether it is measured at all where this is asked for.</summary>
    public virtual bool Serves(Service service) => true;

    public abstract Launch LaunchFor(Service service);

    /// <summary>The one mapping of services to paths that every peer with routes follows.</summary>
    protected static string PathOf(Service service) => service switch
    {
        Service.Echo => "/echo",
        Service.File => "/" + WorkDirectory.FileName,
        Service.Chunked => "/chunked",
        _ => "/",
    };
}
