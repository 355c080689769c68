using HttpActors.Supervisor.Admin;

namespace HttpActors.Supervisor.Views;

/// <summary>Everything that one picture shows; a value.</summary>
/// <param name="Status">What runs.</param>
/// <param name="Traffic">By service, over the last seconds.</param>
/// <param name="Tree">The actors, drawn; empty while nobody looks at them.</param>
internal sealed record ViewFrame(StatusSnapshot Status, IReadOnlyDictionary<string, Traffic> Traffic, string Tree);

/// <summary>What a service has answered over the last seconds.</summary>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="P50">Half of them took at most so many seconds; NaN where there were none.</param>
/// <param name="P95">19 of 20 of them.</param>
/// <param name="P99">99 of 100 of them.</param>
/// <param name="Classes">Since the beginning: 2xx, 3xx, 4xx, 5xx.</param>
/// <param name="Bytes">Since the beginning: octets of bodies that were sent.</param>
internal sealed record Traffic(double PerSecond, double P50, double P95, double P99, long[] Classes, long Bytes)
{
    internal static readonly Traffic None = new(0, double.NaN, double.NaN, double.NaN, [0, 0, 0, 0], 0);
}
