using HttpActors.Supervisor.Tests.Harness;
using HttpActors.Supervisor.Tests.Metrics;

namespace HttpActors.Supervisor.Tests.Operating;

/// <summary>Octets of bodies in the access log and the metrics, however an answer is framed and however it ends.</summary>
public class BytesTests
{
    [UnixFact]
    public async Task Every_answer_is_counted()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(Gate.Config(
            $$""" "a": {{Gate.Code("ChunkingService")}}, "b": { "type": "response", "body": "four" }, "c": { "type": "static", "root": "." } """,
            """ { "service": "a" }, { "path": "/b", "service": "b" }, { "path": "/big", "service": "c" } """,
            """, "accessLog": { "format": "dev", "path": "access.log" }, "watch": false"""));
        await gate.SettledAsync();
        const int Large = 50_000_000;
        await using (var file = File.Create(Path.Combine(gate.Directory, "big")))
            file.SetLength(Large);

        await RawClient.GetAsync(server.Url, "/");
        await RawClient.GetAsync(server.Url, "/b");
        await RawClient.ExchangeAsync(server.Url, "HEAD /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        using (var client = await RawClient.ConnectAsync(server.Url))
        {
            await client.SendAsync("GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
            await client.ReadAsync(100_000);
            client.Reset();
        }

        await CountsAsync(gate, ("a", 16), ("b", 4));
        Assert.Equal(0, await server.StopAsync());

        var lines = (await File.ReadAllLinesAsync(Path.Combine(gate.Directory, "access.log"))).OrderBy(line => line, StringComparer.Ordinal).ToArray();
        Assert.Equal(4, lines.Length);
        Assert.Matches("^GET / 200 [0-9.]+ ms - 16 \\(a\\)$", lines[0]);
        Assert.Matches("^GET /b 200 [0-9.]+ ms - 4 \\(b\\)$", lines[1]);
        Assert.Matches("^GET /big 200 [0-9.]+ ms - [0-9]+ \\(c\\) broken off$", lines[2]);
        Assert.Matches("^HEAD /b 200 [0-9.]+ ms - 0 \\(b\\)$", lines[3]);

        // What it read was sent, and not all of it.
        var sent = long.Parse(lines[2].Split(" ms - ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(sent, 90_000, Large - 1);
    }

    [UnixFact]
    public async Task A_request_that_fails_is_told_once()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(Gate.Config($"\"a\": {Gate.Code("GreetingService")}", """{ "service": "a" }"""));
        await gate.SettledAsync();

        Assert.StartsWith("HTTP/1.1 500 ", await RawClient.GetAsync(server.Url, "/throw"), StringComparison.Ordinal);
        await server.SaidAsync("warning a: a request failed: InvalidOperationException: thrown on request");
        Assert.Equal(0, await server.StopAsync());

        Assert.Single(server.Error.Split('\n'), line => line.Contains("thrown on request", StringComparison.Ordinal));
        Assert.DoesNotContain("A handler failed", server.Error);
    }

    /// <summary>A client may have its answer before the server has counted it.</summary>
    private static async Task CountsAsync(Gate gate, params (string Service, double Bytes)[] expected)
    {
        using var http = new HttpClient();
        var address = new Uri(await gate.AdminAsync(), "/metrics");
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var text = await http.GetStringAsync(address).WaitAsync(Wait.Limit);
            var counter = PrometheusParser.Parse(text).GetValueOrDefault("httpactors_service_response_body_size_bytes_total");
            if (expected.All(one => counter?.Samples.Any(sample => sample.Labels["httpactors_service_name"] == one.Service && sample.Value == one.Bytes) == true))
                return;
            if (TimeProvider.System.GetElapsedTime(started) > Wait.Limit)
                throw new TimeoutException($"Not counted: {text}");
        }
    }
}
