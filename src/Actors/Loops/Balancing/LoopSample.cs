namespace HttpActors.Actors.Loops.Balancing;

/// <summary>What a thread and the loops that it runs did in a short time.</summary>
/// <param name="Loop">The one that it waits on.</param>
/// <param name="Guests">How many it runs besides.</param>
/// <param name="Busy">The share of the time that it was on a core, 0 to 1.</param>
/// <param name="Waiting">The share of the time that it could have run and waited for a core, 0 to 1.</param>
/// <param name="Events">Readiness events a second, of all its loops.</param>
internal readonly record struct LoopSample(int Loop, int Guests, double Busy, double Waiting, double Events);
