using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Reloading;

/// <summary>
/// 64 connections that never pause while the configuration is exchanged beneath them. Ten times in the suite;
/// <c>HTTPACTORS_RELOADS=100</c> is the long form.
/// </summary>
public class ReloadUnderLoadTests
{
    private const int Connections = 64;

    private static readonly int Reloads = int.TryParse(Environment.GetEnvironmentVariable("HTTPACTORS_RELOADS"), out var count) ? count : 10;

    [UnixFact]
    public async Task No_request_fails_on_a_listener_that_stays()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(ConfigOf(0));
        using var ended = new CancellationTokenSource();
        var load = Enumerable.Range(0, Connections).Select(_ => AskAsync(server.Url, ended.Token)).ToArray();

        for (var i = 1; i <= Reloads; i++)
        {
            gate.Write(ConfigOf(i));
            var reload = await gate.TellAsync("reload");
            Assert.True(reload.ExitCode == 0, reload.Error);
        }

        await ended.CancelAsync();
        var results = await Wait.BoundedAsync(Task.WhenAll(load), "The end of the load");
        Assert.True(results.Sum(result => result.Requests) > Connections * Reloads / 2, "There was hardly any load.");
        Assert.Equal(Connections, results.Sum(result => result.Connections));
        Assert.Equal(0, await server.StopAsync());
    }

    /// <summary>The service changes each time; every other time there is a second listener.</summary>
    private static string ConfigOf(int number)
    {
        var more = number % 2 == 0 ? "" : """, { "address": "127.0.0.1:0", "routes": [ { "service": "fixed" } ] }""";
        return Gate.Config(
            $$""" "fixed": { "type": "response", "body": "answer {{number}}" }, "echo": { "type": "echo" } """,
            """ { "service": "fixed" }, { "path": "/echo", "service": "echo" } """, ", \"watch\": false", more);
    }

    private static async Task<(int Requests, int Connections)> AskAsync(Uri server, CancellationToken ended)
    {
        using var client = await RawClient.ConnectAsync(server);
        var requests = 0;
        while (!ended.IsCancellationRequested)
        {
            await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            var answer = await client.ReadResponseAsync();
            Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
            Assert.Contains("answer ", answer);
            requests++;
        }

        return (requests, 1);
    }
}
