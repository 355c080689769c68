using System.Runtime.CompilerServices;

namespace HttpActors.Tests.Shared;

/// <summary>Every wait of a test has an end: what takes longer has hung.</summary>
internal static class Bounded
{
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    public static Task InTime(this Task task, [CallerArgumentExpression(nameof(task))] string what = "") =>
        Explain(task.WaitAsync(Patience), what);

    public static async Task<T> InTime<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string what = "")
    {
        await Explain(task.WaitAsync(Patience), what).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    public static Task<T> InTime<T>(this ValueTask<T> task, [CallerArgumentExpression(nameof(task))] string what = "") =>
        task.AsTask().InTime(what);

    public static Task InTime(this ValueTask task, [CallerArgumentExpression(nameof(task))] string what = "") =>
        task.AsTask().InTime(what);

    /// <summary>Waits for a state that announces itself to nobody, such as a count or a closed descriptor: looks now and again.</summary>
    public static async Task Until(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"Not reached within {Patience.TotalSeconds} s: {what}");
            }

            await pace.WaitForNextTickAsync().ConfigureAwait(false);
        }
    }

    private static async Task Explain(Task task, string what)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (TimeoutException) when (!task.IsCompletedSuccessfully)
        {
            throw new TimeoutException($"Not done within {Patience.TotalSeconds} s: {what}");
        }
    }
}
