namespace HttpActors.Supervisor.Client;

/// <summary>One request as the command line asked for it.</summary>
internal sealed record RequestPlan(Uri Url, string Method)
{
    /// <summary>Fields in the order of the command line.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Null: no body.</summary>
    internal RequestContent? Content { get; init; }

    /// <summary>The file for the body; null: standard output.</summary>
    internal string? Output { get; init; }

    internal bool Include { get; init; }

    internal bool Fail { get; init; }

    /// <summary>Whether redirections are followed.</summary>
    internal bool Location { get; init; }

    internal bool Verbose { get; init; }

    internal bool Silent { get; init; }

    /// <summary>From the start to the last octet; null: only the client's own limits on connecting and on the head.</summary>
    internal TimeSpan? Timeout { get; init; }

    internal string? UnixSocket { get; init; }

    /// <summary>Where it goes, in an error's words.</summary>
    internal string Place => UnixSocket ?? $"{Url.IdnHost}:{Url.Port}";
}
