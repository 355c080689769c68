using System.Globalization;
using HttpActors.Bench.Soak.Client;

namespace HttpActors.Bench.Soak.Loads;

/// <summary>Bodies of random sizes, in both directions.</summary>
internal static class BodyLoads
{
    private const int LargestBody = 200_000;
    private const int LargestChunk = 20_000;

    public static async Task EchoAsync(Worker worker)
    {
        await worker.PaceAsync();
        using var connection = await worker.OpenAsync();
        var (offset, length) = Body(worker.Random);
        await connection.SendAsync(Head("/echo", $"Content-Length: {length}\r\n"));
        await connection.SendPatternAsync(offset, length);
        await GetLoads.ReadAsync(connection, offset, length);
    }

    /// <summary>The answer comes while the request is sent, so both have to go on at once.</summary>
    public static async Task StreamAsync(Worker worker)
    {
        await worker.PaceAsync();
        using var connection = await worker.OpenAsync();
        var (offset, length) = Body(worker.Random);
        var sending = SendAsync();
        await GetLoads.ReadAsync(connection, offset, length);
        await sending;

        async Task SendAsync()
        {
            await connection.SendAsync(Head("/stream", $"Content-Length: {length}\r\n"));
            await connection.SendPatternAsync(offset, length);
        }
    }

    public static async Task ChunkedUploadAsync(Worker worker)
    {
        await worker.PaceAsync();
        using var connection = await worker.OpenAsync();
        var (offset, length) = Body(worker.Random);
        await connection.SendAsync(Head($"/check/{offset}/{length}", "Transfer-Encoding: chunked\r\n"));
        for (var sent = 0; sent < length;)
        {
            var size = Math.Min(worker.Random.Next(1, LargestChunk), length - sent);
            await connection.SendAsync(size.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
            await connection.SendPatternAsync(offset + sent, size);
            await connection.SendAsync("\r\n");
            sent += size;
        }

        await connection.SendAsync("0\r\n\r\n");
        await GetLoads.ReadAsync(connection, offset, 1);
    }

    public static async Task ChunkedDownloadAsync(Worker worker)
    {
        await worker.PaceAsync();
        using var connection = await worker.OpenAsync();
        var (offset, length) = Body(worker.Random);
        await connection.SendAsync(GetLoads.Request($"/chunked/{offset}/{length}/{worker.Random.Next(100, LargestChunk)}"));
        await GetLoads.ReadAsync(connection, offset, length);
    }

    public static async Task ExpectContinueAsync(Worker worker)
    {
        await worker.PaceAsync();
        using var connection = await worker.OpenAsync();
        var (offset, length) = Body(worker.Random);
        await connection.SendAsync(Head("/echo", $"Content-Length: {length}\r\nExpect: 100-continue\r\n"));
        if (await connection.ReadHeadAsync() is { Status: not 100 } answer)
            throw new UnexpectedException($"status {answer.Status} in place of 100");
        await connection.SendPatternAsync(offset, length);
        await GetLoads.ReadAsync(connection, offset, length);
    }

    public static string Head(string path, string fields) => $"POST {path} HTTP/1.1\r\nHost: soak\r\n{fields}\r\n";

    // Most bodies are small, some are large.
    private static (int Offset, int Length) Body(Random random) =>
        (random.Next(Pattern.Period), 1 + (int)(LargestBody * Math.Pow(random.NextDouble(), 3)));
}
