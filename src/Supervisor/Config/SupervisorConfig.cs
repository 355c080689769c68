namespace HttpActors.Supervisor.Config;

/// <summary>A configuration that was read and checked; a value, replaced as a whole by a reload.</summary>
internal sealed class SupervisorConfig
{
    private readonly Section _root;

    internal SupervisorConfig(Section root, string file)
    {
        _root = root;
        File = file;
        Services = root.Map("services").ToDictionary(
            pair => pair.Key, pair => new ServiceConfig(pair.Key, pair.Value, Path.GetDirectoryName(file)!), StringComparer.Ordinal);
        var listeners = root.List("listeners").Select(section => new ListenerConfig(section)).ToArray();

        // Two listeners may both ask for a free port: the second of them is another one.
        Listeners = [.. listeners.Select((listener, index) =>
            listener with { Twin = listeners.Take(index).Count(other => other.Address == listener.Address) })];
    }

    /// <summary>Its full path.</summary>
    internal string File { get; }

    internal IReadOnlyList<ListenerConfig> Listeners { get; }

    internal IReadOnlyDictionary<string, ServiceConfig> Services { get; }

    internal bool AdminIsEnabled => _root.Of("admin").Flag("enabled");

    internal ListenAddress AdminAddress => _root.Of("admin").Address("address");

    internal string AccessLogFormat => _root.Of("accessLog").Text("format");

    /// <summary>A full path; empty for standard output.</summary>
    internal string AccessLogPath => Resolve(_root.Of("accessLog").Text("path"));

    internal int AccessLogQueue => _root.Of("accessLog").Whole("queue");

    internal string LogLevel => _root.Of("log").Text("level");

    internal bool ControlIsEnabled => _root.Of("control").Flag("enabled");

    /// <summary>A full path; empty for the one that follows from the file's name.</summary>
    internal string ControlPath => Resolve(_root.Of("control").Text("path"));

    /// <summary>A full path; empty for none.</summary>
    internal string PidFile => Resolve(_root.Text("pidFile"));

    internal TimeSpan DrainTimeout => _root.Duration("drainTimeout");

    internal bool Watch => _root.Flag("watch");

    /// <summary>All of it with every default, as JSON.</summary>
    internal string Show() => ConfigWriter.Write(_root);

    private string Resolve(string path) => path.Length == 0 ? "" : Path.GetFullPath(path, Path.GetDirectoryName(File)!);
}

/// <param name="Address">Where it listens.</param>
/// <param name="Routes">What goes where.</param>
/// <param name="Limits">What clients may cost.</param>
internal sealed record ListenerConfig(ListenAddress Address, IReadOnlyList<RouteConfig> Routes, ListenerLimits Limits)
{
    internal ListenerConfig(Section section)
        : this(section.Address("address"), [.. section.List("routes").Select(route => new RouteConfig(route))], new ListenerLimits(section.Of("limits")))
    {
    }

    /// <summary>How many listeners before this one have the same address; only free ports can.</summary>
    internal int Twin { get; init; }

    /// <summary>What makes it the same listener after a reload.</summary>
    internal string Key => Twin == 0 ? Address.ToString() : $"{Address}+{Twin}";
}

/// <param name="Host">In lower case; <c>*</c> for any.</param>
/// <param name="Path">Begins with a slash and does not end with one, but for the root.</param>
/// <param name="Service">The name of the service.</param>
internal sealed record RouteConfig(string Host, string Path, string Service)
{
    internal RouteConfig(Section section)
        : this(section.Text("host").ToLowerInvariant(), Trim(section.Text("path")), section.Text("service"))
    {
    }

    private static string Trim(string path) => path.Length > 1 ? path.TrimEnd('/') : path;
}
