using System.Globalization;
using System.Net;
using HttpActors.Bench.Load.Generator;
using HttpActors.Bench.Soak.Client;
using HttpActors.Bench.Soak.Loads;

namespace HttpActors.Bench.Soak.Idle;

/// <summary>
/// What a server costs that has nothing to do: thousands of connections on each of which something waits that could
/// keep a loop awake, and nothing happens.
/// </summary>
internal sealed class IdleRun(SoakOptions options, TextWriter progress, CancellationToken interrupted)
{
    private const int OfEachKind = 1000;
    private const double MostPercent = 1;

    // More than the server takes in before it stops to read, so that some is left in the kernel.
    private const int Waiting = 100_000;
    private const int Announced = 10_000_000;

    // Code is compiled and memory trimmed for a while after a load.
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(10);

    /// <returns>Whether it stayed below the limit.</returns>
    public async Task<bool> RunAsync(TextWriter output)
    {
        await using var server = await ServerProcess.StartAsync(options, interrupted);
        progress.WriteLine($"server {server.Id} listens on {server.Address}");
        var connections = new List<SoakConnection>();
        try
        {
            await OpenAsync("idle", server.Address, connections, IdleAsync);
            await OpenAsync("paused, with bytes waiting", server.Address, connections, PausedAsync);
            await OpenAsync("half-closed", server.Address, connections, HalfClosedAsync);
            await Task.Delay(SettleTime, interrupted);
            return await MeasureAsync(server, connections.Count, output);
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }
    }

    private async Task OpenAsync(
        string kind, IPEndPoint address, List<SoakConnection> connections, Func<SoakConnection, Task> prepare)
    {
        progress.WriteLine($"opening {OfEachKind} connections: {kind}");
        for (var i = 0; i < OfEachKind; i++)
        {
            var connection = await SoakConnection.OpenAsync(address, interrupted);
            connections.Add(connection);
            await prepare(connection);
        }
    }

    private static Task IdleAsync(SoakConnection connection) => GetLoads.GetAsync(connection, new Random(1));

    /// <summary>The handler pauses the request and says so; what is sent then is read by nobody.</summary>
    private static async Task PausedAsync(SoakConnection connection)
    {
        await connection.SendAsync(BodyLoads.Head("/pause", $"Content-Length: {Announced}\r\n"));
        await connection.ReadHeadAsync();
        await connection.SendPatternAsync(0, Waiting);
    }

    /// <summary>The handler has begun to answer and goes no further, so the connection stays although its peer has ended.</summary>
    private static async Task HalfClosedAsync(SoakConnection connection)
    {
        await connection.SendAsync(GetLoads.Request("/hold"));
        await connection.ReadHeadAsync();
        connection.EndSending();
    }

    private async Task<bool> MeasureAsync(ServerProcess server, int opened, TextWriter output)
    {
        var before = (await server.AskAsync(collect: false, interrupted)).Connections;
        var started = TimeProvider.System.GetTimestamp();
        var cpu = ProcessFacts.CpuSeconds([server.Id]);
        await Task.Delay(options.Duration, interrupted);
        var percent = 100 * (ProcessFacts.CpuSeconds([server.Id]) - cpu)
            / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var after = (await server.AskAsync(collect: false, interrupted)).Connections;
        var holds = percent < MostPercent && before == opened && after == opened;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{OfEachKind} idle, {OfEachKind} paused with bytes waiting and {OfEachKind} half-closed connections on {options.Transport}: {percent:0.00} % of a core over {options.Duration.TotalSeconds:0} s, below {MostPercent:0} % allowed; {before} connections before, {after} after, {opened} opened"));
        output.WriteLine(holds ? "idle passed" : "idle FAILED");
        return holds;
    }
}
