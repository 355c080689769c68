using HttpActors.Bench.Soak.Client;

namespace HttpActors.Bench.Soak.Loads;

/// <summary>Requests whose handlers misbehave.</summary>
internal static class HandlerLoads
{
    /// <summary>The handler keeps its thread, so that an event loop changes hands.</summary>
    public static async Task BlockedAsync(Worker worker)
    {
        await worker.PaceAsync();
        using var connection = await worker.OpenAsync();
        var offset = worker.Random.Next(Pattern.Period);
        await connection.SendAsync(GetLoads.Request($"/block/{offset}"));
        await GetLoads.ReadAsync(connection, offset, 1);
        await GetLoads.GetAsync(connection, worker.Random);
    }

    public static async Task FailedAsync(Worker worker)
    {
        await worker.PaceAsync();
        using var connection = await worker.OpenAsync();
        await connection.SendAsync(GetLoads.Request("/throw"));
        if (await connection.ReadHeadAsync() is { Status: not 500 } answer)
            throw new UnexpectedException($"status {answer.Status} in place of 500");
        await connection.SkipToEndAsync();
    }
}
