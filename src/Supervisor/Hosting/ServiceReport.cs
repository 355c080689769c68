namespace HttpActors.Supervisor.Hosting;

/// <summary>A service at one moment; a value, so that whoever looks needs no turn of its actor.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Since">Since when.</param>
/// <param name="Restarts">How often it was started again, since the supervisor began or a person restarted it.</param>
/// <param name="LastError">Why it failed last; null: it never did.</param>
/// <param name="RetryAt">When it will be started again; null where that is not known.</param>
internal sealed record ServiceReport(ServiceState State, DateTimeOffset Since, int Restarts, string? LastError, DateTimeOffset? RetryAt)
{
    /// <summary>For the words of people and machines: <c>backing-off</c>.</summary>
    internal string StateName => NameOf(State);

    internal static string NameOf(ServiceState state) => state is ServiceState.BackingOff ? "backing-off" : state.ToString().ToLowerInvariant();
}
