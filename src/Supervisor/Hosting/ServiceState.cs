namespace HttpActors.Supervisor.Hosting;

/// <summary>What a service is doing; only <see cref="Running"/> takes requests.</summary>
internal enum ServiceState
{
    /// <summary>A service it depends on does not run.</summary>
    Waiting,
    Starting,
    Running,

    /// <summary>No new requests; those under way finish.</summary>
    Draining,
    Stopping,

    /// <summary>It failed and is started again when its time comes.</summary>
    BackingOff,

    /// <summary>It was asked to, or ended by itself.</summary>
    Stopped,

    /// <summary>It failed too often, or must not be restarted; only a person starts it again.</summary>
    Failed,
}
