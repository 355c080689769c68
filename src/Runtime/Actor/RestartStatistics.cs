using System.Diagnostics;

namespace Akka.Actor;

/// <summary>Counts the restarts of one child against its supervisor's limits.</summary>
internal sealed class RestartStatistics
{
    private int _count;
    private long _windowStart;

    /// <summary>
    /// A window opens with the first restart; too many inside it are refused, and the first one after it opens the next.
    /// </summary>
    public bool RequestRestart(int maxRetries, int windowMilliseconds)
    {
        if (maxRetries == 0) return false;
        if (windowMilliseconds > 0) return RequestInWindow(maxRetries > 0 ? maxRetries : 1, windowMilliseconds);
        return maxRetries < 0 || ++_count <= maxRetries;
    }

    private bool RequestInWindow(int maxRetries, int windowMilliseconds)
    {
        var now = Stopwatch.GetTimestamp();
        if (_windowStart == 0) _windowStart = now;
        if (Stopwatch.GetElapsedTime(_windowStart, now).TotalMilliseconds <= windowMilliseconds) return ++_count <= maxRetries;
        _count = 1;
        _windowStart = now;
        return true;
    }
}
