using System.Text;
using HttpActors.Bench.Soak.Client;

namespace HttpActors.Bench.Soak.Loads;

/// <summary>Requests without a body.</summary>
internal static class GetLoads
{
    private const int MostRequests = 20;
    private const int MostPipelined = 32;
    private const int SmallBody = 2000;

    public static async Task KeptAsync(Worker worker)
    {
        for (var left = worker.Random.Next(1, MostRequests); left > 0 && !worker.IsStopping; left--)
        {
            await worker.PaceAsync();
            var connection = await worker.TakeKeptAsync();
            try
            {
                worker.Keep(connection, await GetAsync(connection, worker.Random));
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
    }

    public static async Task PipelinedAsync(Worker worker)
    {
        using var connection = await worker.OpenAsync();
        var bodies = new (int Offset, int Length)[worker.Random.Next(2, MostPipelined)];
        var requests = new StringBuilder();
        for (var i = 0; i < bodies.Length; i++)
        {
            bodies[i] = (worker.Random.Next(Pattern.Period), worker.Random.Next(SmallBody));
            requests.Append(Request($"/bytes/{bodies[i].Offset}/{bodies[i].Length}"));
        }

        await worker.PaceAsync(bodies.Length);
        await connection.SendAsync(requests.ToString());
        foreach (var (offset, length) in bodies)
            await ReadAsync(connection, offset, length);
    }

    public static async Task ChurnAsync(Worker worker)
    {
        await worker.PaceAsync();
        var offset = worker.Random.Next(Pattern.Period);
        using var connection = await worker.OpenAsync();
        await connection.SendAsync(Request($"/bytes/{offset}/100", "Connection: close\r\n"));
        await ReadAsync(connection, offset, 100);
        await connection.ReadEndAsync();
    }

    public static async Task NoBodyAsync(Worker worker)
    {
        await worker.PaceAsync(2);
        using var connection = await worker.OpenAsync();
        await connection.SendAsync("HEAD /bytes/1/100 HTTP/1.1\r\nHost: soak\r\n\r\n" + Request("/empty"));
        var head = await connection.ReadHeadAsync();
        if (head is not { Status: 200, Length: Answer.UntilEnd })
            throw new UnexpectedException($"HEAD answered with {head}");
        var empty = await connection.ReadHeadAsync();
        if (empty is not { Status: 204, Length: Answer.UntilEnd })
            throw new UnexpectedException($"204 expected: {empty}");
    }

    /// <summary>One small GET, checked.</summary>
    public static async Task<Answer> GetAsync(SoakConnection connection, Random random)
    {
        var offset = random.Next(Pattern.Period);
        var length = random.Next(SmallBody);
        await connection.SendAsync(Request($"/bytes/{offset}/{length}"));
        return await ReadAsync(connection, offset, length);
    }

    public static string Request(string path, string fields = "") => $"GET {path} HTTP/1.1\r\nHost: soak\r\n{fields}\r\n";

    /// <summary>Reads an answer of 200 with a body of the pattern.</summary>
    public static async Task<Answer> ReadAsync(SoakConnection connection, long offset, long length)
    {
        var answer = await connection.ReadHeadAsync();
        if (answer.Status != 200)
            throw new UnexpectedException($"status {answer.Status} in place of 200");
        await connection.ReadBodyAsync(answer, offset, length);
        return answer;
    }
}
