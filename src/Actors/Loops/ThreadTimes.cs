namespace HttpActors.Actors.Loops;

/// <summary>What the scheduler has counted for a thread since its start, in nanoseconds.</summary>
/// <param name="OnCore">Time on a core.</param>
/// <param name="Waiting">Time in which it could have run and waited for a core.</param>
internal readonly record struct ThreadTimes(long OnCore, long Waiting)
{
    public static ThreadTimes operator -(ThreadTimes now, ThreadTimes before) =>
        new(now.OnCore - before.OnCore, now.Waiting - before.Waiting);
}
