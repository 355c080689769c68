namespace HttpActors.Bench.Load.Servers;

/// <summary>How a peer is started for a service, or why it cannot serve it.</summary>
internal sealed record Launch
{
    public string File { get; private init; } = "";

    public IReadOnlyList<string> Arguments { get; private init; } = [];

    /// <summary>The path to request.</summary>
    public string Path { get; private init; } = "/";

    /// <summary>Where the peer cannot take port 0 and say which it got; else it prints a ready line.</summary>
    public int? Port { get; private init; }

    public string? Unsupported { get; private init; }

    public static Launch Of(string file, IEnumerable<string> arguments, string path, int? port = null) =>
        new() { File = file, Arguments = [.. arguments], Path = path, Port = port };

    public static Launch No(string reason) => new() { Unsupported = reason };
}
