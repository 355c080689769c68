using System.Diagnostics;

namespace Akka.Actor;

/// <summary>Monotonic time since the process loaded this class.</summary>
internal static class Clock
{
    private static readonly long Start = Stopwatch.GetTimestamp();

    public static TimeSpan Elapsed => Stopwatch.GetElapsedTime(Start);
}
