namespace HttpActors.Supervisor.Tests.Harness;

/// <summary>The bound on everything that a test waits for: far above what a loaded machine needs, far below a hang.</summary>
internal static class Wait
{
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    internal static async Task<T> BoundedAsync<T>(Task<T> task, string what, Func<string>? context = null)
    {
        try
        {
            return await task.WaitAsync(Limit).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{what} did not happen within {Limit.TotalSeconds:0} s. {context?.Invoke()}");
        }
    }
}
