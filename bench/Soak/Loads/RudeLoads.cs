using HttpActors.Bench.Soak.Client;

namespace HttpActors.Bench.Soak.Loads;

/// <summary>Clients that leave in the middle, end early, or do not speak HTTP.</summary>
internal static class RudeLoads
{
    private const int LargeBody = 4 * 1024 * 1024;
    private const int MostRead = 200_000;

    private static readonly string[] Malformed =
    [
        "NONSENSE\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: soak\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: soak\r\nA : b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: soak\r\nHost: other\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: soak\r\nContent-Length: abc\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: soak\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: soak\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        $"GET /{new string('a', 9_000)} HTTP/1.1\r\nHost: soak\r\n\r\n",
        $"GET / HTTP/1.1\r\nHost: soak\r\nA: {new string('a', 40_000)}\r\n\r\n",
    ];

    public static async Task AbortDownloadAsync(Worker worker)
    {
        await worker.PaceAsync();
        using var connection = await worker.OpenAsync();
        var offset = worker.Random.Next(Pattern.Period);
        await connection.SendAsync(GetLoads.Request($"/bytes/{offset}/{LargeBody}"));
        var answer = await connection.ReadHeadAsync();
        if (answer is not { Status: 200, Length: LargeBody })
            throw new UnexpectedException($"the answer was {answer}");
        await connection.ReadPatternAsync(offset, worker.Random.Next(MostRead));
        Leave(connection, worker.Random);
    }

    public static async Task AbortUploadAsync(Worker worker)
    {
        await worker.PaceAsync();
        using var connection = await worker.OpenAsync();
        await connection.SendAsync(BodyLoads.Head($"/check/0/{LargeBody}", $"Content-Length: {LargeBody}\r\n"));
        await connection.SendPatternAsync(0, worker.Random.Next(MostRead));
        Leave(connection, worker.Random);
    }

    public static async Task HalfCloseAsync(Worker worker)
    {
        await worker.PaceAsync(2);
        using var connection = await worker.OpenAsync();
        await connection.SendAsync(GetLoads.Request("/bytes/1/100") + GetLoads.Request("/chunked/2/50000/999"));
        connection.EndSending();
        await GetLoads.ReadAsync(connection, 1, 100);
        await GetLoads.ReadAsync(connection, 2, 50_000);
        await connection.ReadEndAsync();
    }

    public static async Task MalformedAsync(Worker worker)
    {
        await worker.PaceAsync();
        using var connection = await worker.OpenAsync();
        var request = Malformed[worker.Random.Next(Malformed.Length)];
        await connection.SendAsync(request);
        var answer = await connection.ReadHeadAsync();
        if (answer.Status is < 400 or > 499)
            throw new UnexpectedException($"status {answer.Status} for {request[..Math.Min(80, request.Length)]}");
        await connection.SkipToEndAsync();
    }

    private static void Leave(SoakConnection connection, Random random)
    {
        if (random.Next(2) == 0)
            connection.Reset();
    }
}
