namespace HttpActors.Actors.Loops.Balancing;

/// <summary>What to do with a thread's loops.</summary>
/// <param name="Loop">The one that its thread waits on.</param>
/// <param name="Into">Whose guests they become; null: half of them get a thread of their own.</param>
internal readonly record struct LoopChange(int Loop, int? Into);
