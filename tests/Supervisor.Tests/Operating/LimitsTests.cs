using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Operating;

/// <summary>The limits of a listener, from the file.</summary>
public class LimitsTests
{
    [UnixFact]
    public async Task What_is_beyond_them_is_refused()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(ConfigOf("""
            "maxHeaderSize": 200, "maxHeadersCount": 3, "maxRequestBodySize": 4, "headersTimeout": "200ms", "maxRequestsPerConnection": 1
            """));
        await gate.SettledAsync();

        Assert.StartsWith("HTTP/1.1 200 ", await PostAsync(server.Url, "four"), StringComparison.Ordinal);
        Assert.Contains("(MaxRequestBodySize)", await PostAsync(server.Url, "fives"));
        Assert.StartsWith("HTTP/1.1 431 ", await RawClient.ExchangeAsync(server.Url, $"GET / HTTP/1.1\r\nHost: x\r\nA: {new string('a', 200)}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 431 ", await RawClient.ExchangeAsync(server.Url, "GET / HTTP/1.1\r\nHost: x\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 408 ", await RawClient.ExchangeAsync(server.Url, "GET / HTTP/1.1\r\nHost: x\r\nA"), StringComparison.Ordinal);

        // Not asked to close, and closed all the same.
        Assert.Contains("\r\nConnection: close\r\n", await RawClient.ExchangeAsync(server.Url, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    }

    [UnixFact]
    public async Task A_reload_changes_them_on_the_same_socket()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(ConfigOf(""" "maxRequestBodySize": 4 """));
        await gate.SettledAsync();
        Assert.Contains("(MaxRequestBodySize)", await PostAsync(server.Url, "fives"));

        gate.Write(ConfigOf(""" "maxRequestBodySize": 5, "requestTimeout": "20s" """));
        var reload = await gate.TellAsync("reload");

        Assert.Equal((0, "reloaded\n"), (reload.ExitCode, reload.Output.TrimEnd() + "\n"));
        Assert.StartsWith("HTTP/1.1 200 ", await PostAsync(server.Url, "fives"), StringComparison.Ordinal);
        Assert.Contains("(MaxRequestBodySize)", await PostAsync(server.Url, "sixsix"));
    }

    [UnixFact]
    public async Task Connections_beyond_the_most_wait_for_one_to_end()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(ConfigOf(""" "maxConnections": 1 """));
        await gate.SettledAsync();
        var first = await RawClient.ConnectAsync(server.Url);
        await first.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        await first.ReadResponseAsync();

        using var second = await RawClient.ConnectAsync(server.Url);
        await second.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        var answer = second.ReadResponseAsync();
        await gate.UntilAsync("\"connections\": 1,");
        Assert.False(answer.IsCompleted);
        first.Dispose();

        Assert.StartsWith("HTTP/1.1 200 ", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_that_cannot_be_is_a_mistake_with_its_line()
    {
        await using var gate = new Gate();
        gate.Write(ConfigOf("\n \"maxHeaderSze\": 5,\n \"timeout\": 5 "));

        var validate = await SupervisorProcess.RunAsync("validate", gate.ConfigFile);

        Assert.Equal(1, validate.ExitCode);
        Assert.Contains(":3: listeners[0].limits.maxHeaderSze: unknown name; did you mean 'maxHeaderSize'?", validate.Error);
        Assert.Contains(":4: listeners[0].limits.timeout: must be a time with its unit", validate.Error);
    }

    private static Task<string> PostAsync(Uri server, string body) =>
        RawClient.ExchangeAsync(server, $"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    private static string ConfigOf(string limits) => $$"""
        {
          "listeners": [ { "address": "127.0.0.1:0", "routes": [ { "service": "a" } ], "limits": { {{limits}} } } ],
          "services": { "a": { "type": "echo" } },
          "admin": { "enabled": false },
          "control": { "path": "control/socket" },
          "watch": false
        }
        """;
}
