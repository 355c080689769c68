using System.Globalization;

namespace HttpActors.Actors.Loops;

/// <summary>
/// What of the event loops can be changed from outside of the program: by a switch of the runtime configuration or, where
/// there is none, by an environment variable. Read once.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>HttpActors.EventLoops</c>, <c>HTTPACTORS_EVENT_LOOPS</c>: <c>false</c> or <c>0</c> lets
/// <c>HttpTransport.Automatic</c> mean the thread pool. Default: loops where the system has them.</item>
/// <item><c>HttpActors.HandOffMilliseconds</c>, <c>HTTPACTORS_HAND_OFF_MS</c>: how long user code may keep a loop,
/// 1 to 3,600,000. Default 10. For traces: the monitor looks twice in that time, which are system calls of its own.</item>
/// <item><c>HttpActors.SharedLoopThreads</c>, <c>HTTPACTORS_SHARED_LOOP_THREADS</c>: <c>false</c> or <c>0</c> gives each
/// loop a thread of its own for good. Default: loops share threads while one carries their load, where the kernel tells
/// how long threads wait for cores.</item>
/// <item><c>HttpActors.PollMicroseconds</c>, <c>HTTPACTORS_POLL_US</c>: how long a loop that has nothing to do may poll
/// before it sleeps, 0 to 1,000; 0: not at all. Default 100, and 0 on one core. It polls only while that is cheaper.</item>
/// </list>
/// </remarks>
internal static class LoopSwitches
{
    private const int DefaultHandOffMilliseconds = 10;
    private const int LongestHandOffMilliseconds = 3_600_000;
    private const int DefaultPollMicroseconds = 100;
    private const int LongestPollMicroseconds = 1_000;

    /// <summary>Whether a server that does not say what it wants is served by loops.</summary>
    public static bool AreDefault { get; } =
        EventLoopGroup.IsSupported && IsOn("HttpActors.EventLoops", "HTTPACTORS_EVENT_LOOPS");

    /// <summary>Whether loops run on as few threads as their load needs.</summary>
    public static bool ShareThreads { get; } = IsOn("HttpActors.SharedLoopThreads", "HTTPACTORS_SHARED_LOOP_THREADS");

    /// <summary>How long user code may keep a loop.</summary>
    public static TimeSpan HandOffAfter { get; } = ParseHandOff(Read("HttpActors.HandOffMilliseconds", "HTTPACTORS_HAND_OFF_MS"));

    /// <summary>How long a loop that has nothing to do may poll before it sleeps.</summary>
    public static TimeSpan LongestPoll { get; } =
        ParsePoll(Read("HttpActors.PollMicroseconds", "HTTPACTORS_POLL_US"), Environment.ProcessorCount);

    /// <summary>What is no number in the range counts as not given. On one core polling keeps out who would be heard.</summary>
    internal static TimeSpan ParsePoll(string? text, int cores) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
        && microseconds <= LongestPollMicroseconds
            ? TimeSpan.FromMicroseconds(microseconds)
            : TimeSpan.FromMicroseconds(cores > 1 ? DefaultPollMicroseconds : 0);

    /// <summary>What is no number in the range counts as not given: a mistake here must not keep a server from starting.</summary>
    internal static TimeSpan ParseHandOff(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds is > 0 and <= LongestHandOffMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : TimeSpan.FromMilliseconds(DefaultHandOffMilliseconds);

    private static bool IsOn(string name, string variable) => Read(name, variable) is not ("0" or "false" or "False");

    private static string? Read(string name, string variable) =>
        Convert.ToString(AppContext.GetData(name), CultureInfo.InvariantCulture) is { Length: > 0 } set
            ? set
            : Environment.GetEnvironmentVariable(variable);
}
