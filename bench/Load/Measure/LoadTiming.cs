namespace HttpActors.Bench.Load.Measure;

/// <summary>Seconds before the count starts and seconds counted.</summary>
internal readonly record struct LoadTiming(double Warmup, double Seconds);
