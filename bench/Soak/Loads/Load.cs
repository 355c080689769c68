namespace HttpActors.Bench.Soak.Loads;

/// <summary>One kind of thing that clients do.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Weight">How often it is chosen, beside the others' weights.</param>
/// <param name="RunAsync">Does it once; what is not as it must be is thrown.</param>
internal sealed record Load(string Name, int Weight, Func<Worker, Task> RunAsync);
