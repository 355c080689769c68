using System.Text;
using HttpActors.Bench.Soak.Client;
using HttpActors.Bench.Soak.Server;

namespace HttpActors.Bench.Soak.Loads;

/// <summary>Clients that take their time.</summary>
internal static class SlowLoads
{
    private const int SmallReceiveBuffer = 4096;
    private const int LargestBody = 1_000_000;
    private const int LateRequests = 50;
    private const int LateBody = 20_000;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ReadingPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Comes, asks, stays a while, then asks again, leaves, or is sent away.</summary>
    public static async Task IdleAsync(Worker worker)
    {
        await worker.PaceAsync();
        using var connection = await worker.OpenAsync();
        if (worker.Random.Next(4) > 0)
            await GetLoads.GetAsync(connection, worker.Random);
        if (worker.Random.Next(4) == 0)
        {
            await StayAsync(worker, connection);
            return;
        }

        await worker.PauseAsync(LongestPause * worker.Random.NextDouble());
        if (worker.Random.Next(2) == 0)
            await GetLoads.GetAsync(connection, worker.Random);
    }

    public static async Task SlowReaderAsync(Worker worker)
    {
        await worker.PaceAsync();
        using var connection = await worker.OpenAsync(SmallReceiveBuffer);
        var (offset, length) = (worker.Random.Next(Pattern.Period), worker.Random.Next(LargestBody));
        await connection.SendAsync(GetLoads.Request($"/bytes/{offset}/{length}"));
        var answer = await connection.ReadHeadAsync();
        for (var read = 0; read < length;)
        {
            var part = Math.Min(worker.Random.Next(1, 50_000), length - read);
            await connection.ReadPatternAsync(offset + read, part);
            read += part;
            await worker.PauseAsync(ReadingPause);
        }

        if (answer.Status != 200)
            throw new UnexpectedException($"the answer was {answer}");
    }

    public static async Task SlowWriterAsync(Worker worker)
    {
        await worker.PaceAsync();
        using var connection = await worker.OpenAsync();
        var (offset, length) = (worker.Random.Next(Pattern.Period), worker.Random.Next(1, 20_000));
        var head = BodyLoads.Head("/echo", $"Content-Length: {length}\r\n");
        for (var sent = 0; sent < head.Length;)
        {
            var part = Math.Min(worker.Random.Next(1, 30), head.Length - sent);
            await connection.SendAsync(head.Substring(sent, part));
            sent += part;
            await worker.PauseAsync(ReadingPause);
        }

        for (var sent = 0; sent < length;)
        {
            var part = Math.Min(worker.Random.Next(1, 3000), length - sent);
            await connection.SendPatternAsync(offset + sent, part);
            sent += part;
            await worker.PauseAsync(ReadingPause);
        }

        await GetLoads.ReadAsync(connection, offset, length);
    }

    /// <summary>Pipelines more than anybody buffers and reads later: the server must stop reading, and go on.</summary>
    public static async Task LateReaderAsync(Worker worker)
    {
        await worker.PaceAsync(LateRequests);
        using var connection = await worker.OpenAsync(SmallReceiveBuffer);
        var requests = new StringBuilder();
        for (var i = 0; i < LateRequests; i++)
            requests.Append(GetLoads.Request($"/bytes/{i}/{LateBody}"));
        var sending = connection.SendAsync(requests.ToString());
        await worker.PauseAsync(LongestPause * worker.Random.NextDouble());
        for (var i = 0; i < LateRequests; i++)
            await GetLoads.ReadAsync(connection, i, LateBody);
        await sending;
    }

    private static async Task StayAsync(Worker worker, SoakConnection connection)
    {
        var started = TimeProvider.System.GetTimestamp();
        await GetLoads.GetAsync(connection, worker.Random);
        if (await worker.WaitAsync(connection.ReadEndAsync())
            && TimeProvider.System.GetElapsedTime(started) < SoakServer.KeepAlive)
        {
            throw new UnexpectedException("an idle connection was closed before its time");
        }
    }
}
