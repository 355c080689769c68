using HttpActors.Bench.Load.Measure;
using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load.Rows;

/// <summary>The loads that more than one row looks at.</summary>
internal static class Scenarios
{
    public static readonly Scenario Plain = new(Service.Hello, 64);

    public static Scenario Growth(int connections) => new(Service.Hello, connections) { OwnGeneratorOnly = true };
}
