using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load.Measure;

/// <summary>One kind of load. Equal scenarios are measured once and shared by the rows that ask for them.</summary>
internal sealed record Scenario(Service Service, int Connections)
{
    public int Pipeline { get; init; } = 1;

    /// <summary>Bytes to POST; 0 is a GET.</summary>
    public int Body { get; init; }

    public bool Close { get; init; }

    /// <summary>Requests a second; 0 is as fast as answers come.</summary>
    public int Rate { get; init; }

    /// <summary>Every how many requests one goes to the blocking handler; 0 is never.</summary>
    public int BlockEvery { get; init; }

    /// <summary>
    /// wrk cannot do it, or measures something else: its latency leaves out the time a connection waits in wrk's own
    /// queue, and its time includes opening the connections.
    /// </summary>
    public bool OwnGeneratorOnly { get; init; }

    public override string ToString()
    {
        var text = FormattableString.Invariant($"{Service.ToString().ToLowerInvariant()}, {Connections} connections");
        if (Pipeline > 1)
            text += $", pipelined x{Pipeline}";
        if (Body > 0)
            text += $", POST of {Body / 1024} KB";
        if (Close)
            text += ", Connection: close";
        return Rate > 0 ? text + FormattableString.Invariant($", {Rate} requests/s") : text;
    }
}
