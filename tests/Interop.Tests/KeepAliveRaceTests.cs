using System.Globalization;
using HttpActors.Interop.Harness;
using Xunit.Abstractions;

namespace HttpActors.Interop;

/// <summary>
/// A server ends idle connections after T, and clients ask again after T - 50 to T + 50 ms, so that the end and the next
/// request cross. More requests by hand: <c>HTTPACTORS_RACES=5000</c>.
/// </summary>
[Needs("node")]
public sealed class KeepAliveRaceTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Lanes = 50;
    private const int IdleMilliseconds = 100;
    private PeerProcess? _process;
    private int _port;

    private static int Requests =>
        int.Parse(Environment.GetEnvironmentVariable("HTTPACTORS_RACES") ?? "500", CultureInfo.InvariantCulture);

    public async Task InitializeAsync()
    {
        if (Programs.Find("node") is { } node)
        {
            var script = Path.Combine(AppContext.BaseDirectory, "Peers", "node-idle.mjs");
            _process = new PeerProcess(node, script, IdleMilliseconds.ToString(CultureInfo.InvariantCulture));
            _port = int.Parse(await _process.ReadLineAsync(), CultureInfo.InvariantCulture);
        }
    }

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    [PeerFact]
    public async Task No_error_surfaces_for_a_get() => Assert.Empty(await RaceAsync("GET"));

    [PeerFact]
    public async Task A_post_whose_body_was_sent_is_never_sent_twice()
    {
        Assert.All(await RaceAsync("POST"), error => Assert.Equal("ECONNRESET", error.Code));
        var twice = await Http.GetAsync($"http://127.0.0.1:{_port}/twice").InTime();
        Assert.Equal("0", await twice.ReadStringAsync().InTime());
    }

    private async Task<HttpException[]> RaceAsync(string method)
    {
        var connections = 0L;
        var errors = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(async lane =>
        {
            await using var agent = new HttpAgent(new HttpAgentOptions { MaxSockets = 1 });
            var failed = await RunLaneAsync(agent, lane, method);
            Interlocked.Add(ref connections, agent.GetStats().CreatedConnections);
            return failed;
        }));
        var all = errors.SelectMany(static failed => failed).ToArray();
        output.WriteLine($"{Requests} {method}: {connections} connections, {all.Length} errors");

        // Both sides of the race happened: some were kept, some were not.
        Assert.InRange(connections, Lanes + 1, Requests - 1);
        return all;
    }

    private async Task<List<HttpException>> RunLaneAsync(HttpAgent agent, int lane, string method)
    {
        var failed = new List<HttpException>();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(IdleMilliseconds - 50 + (lane * 100 / Lanes)));
        for (var i = 0; i < Requests / Lanes; i++)
        {
            var options = new ClientRequestOptions { Agent = agent, Host = "127.0.0.1", Port = _port, Path = $"/{lane}/{i}", Method = method };
            try
            {
                var response = await Http.RequestAsync(options, method == "POST" ? "body"u8.ToArray() : default).InTime();
                Assert.Equal("x", await response.ReadStringAsync().InTime());
            }
            catch (HttpException error)
            {
                failed.Add(error);
            }

            await pace.WaitForNextTickAsync();
        }

        return failed;
    }
}
