using System.Net;
using System.Net.Sockets;
using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Reloading;

public class ReloadTests
{
    private const string Routes = """{ "service": "a" }""";

    [UnixFact]
    public async Task SIGHUP_reads_the_file_again()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(ConfigOf("one"));
        Assert.EndsWith("one", await RawClient.GetAsync(server.Url, "/"), StringComparison.Ordinal);

        gate.Write(ConfigOf("two"));
        server.Signal(Posix.HangUp);
        await server.SaidAsync("reload: done");

        Assert.EndsWith("two", await RawClient.GetAsync(server.Url, "/"), StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_change_of_the_file_is_noticed()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(ConfigOf("one", watch: true));

        gate.Write(ConfigOf("two", watch: true));
        await server.SaidAsync("reload: done");

        Assert.EndsWith("two", await RawClient.GetAsync(server.Url, "/"), StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_connection_survives_the_change()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(ConfigOf("one"));
        using var client = await RawClient.ConnectAsync(server.Url);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.EndsWith("one", await client.ReadResponseAsync(), StringComparison.Ordinal);

        gate.Write(ConfigOf("two"));
        Assert.Equal(0, (await gate.TellAsync("reload")).ExitCode);

        await client.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.EndsWith("two", await client.ReadResponseAsync(), StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_broken_file_changes_nothing_and_says_why()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(ConfigOf("one"));

        foreach (var (broken, why) in ((string, string)[])[("{", "not JSON"), (ConfigOf("x").Replace("\"response\"", "\"respnse\""), "did you mean 'response'?"), ("", "not JSON")])
        {
            gate.Write(broken);
            var reload = await gate.TellAsync("reload");
            Assert.Equal(1, reload.ExitCode);
            Assert.Contains(why, reload.Error);
            Assert.EndsWith("one", await RawClient.GetAsync(server.Url, "/"), StringComparison.Ordinal);
        }

        File.Delete(gate.ConfigFile);
        server.Signal(Posix.HangUp);
        await server.SaidAsync("there is no such file");
        Assert.EndsWith("one", await RawClient.GetAsync(server.Url, "/"), StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_service_that_does_not_start_undoes_the_change()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(ConfigOf("one"));

        gate.Write(Gate.Config($"\"a\": {Gate.Code("GreetingService", "\"fail\": \"no database\"")}", Routes, ", \"watch\": false"));
        var reload = await gate.TellAsync("reload");

        Assert.Equal(1, reload.ExitCode);
        Assert.Contains("the service 'a': its start failed: InvalidOperationException: no database", reload.Error);
        Assert.EndsWith("one", await RawClient.GetAsync(server.Url, "/"), StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_port_that_shall_go_to_another_host_is_told_to_be_our_own()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(ConfigOf("one"));
        var port = server.Url.Port;
        gate.Write(ConfigOf("one").Replace("\"address\": \"127.0.0.1:0\", \"routes\"", $"\"address\": \"*:{port}\", \"routes\"", StringComparison.Ordinal));

        var reload = await gate.TellAsync("reload");

        Assert.Equal(1, reload.ExitCode);
        Assert.Contains($"it is this instance that has it, at 127.0.0.1:{port}: take that address out and reload", reload.Error);
        Assert.EndsWith("one", await RawClient.GetAsync(server.Url, "/"), StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task An_address_that_cannot_be_had_undoes_the_change()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using var gate = new Gate();
        var server = await gate.StartAsync(ConfigOf("one"));

        gate.Write(ConfigOf("two", more: $$""", { "address": "{{other.LocalEndpoint}}", "routes": [ {{Routes}} ] }"""));
        var reload = await gate.TellAsync("reload");

        Assert.Equal(1, reload.ExitCode);
        Assert.Contains("the port is in use", reload.Error);
        Assert.EndsWith("one", await RawClient.GetAsync(server.Url, "/"), StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_request_under_way_is_finished_by_the_service_it_came_to()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(Gate.Config("\"a\": { \"type\": \"echo\" }", Routes, ", \"watch\": false"));
        using var client = await RawClient.ConnectAsync(server.Url);
        await client.SendAsync(Gate.UnfinishedPost);
        await gate.UntilAsync("\"inFlight\": 1");

        gate.Write(ConfigOf("two"));
        Assert.Equal(0, (await gate.TellAsync("reload")).ExitCode);
        await client.SendAsync("def");

        Assert.Contains("adef\",\"bodyLength\":20003", await client.ReadResponseAsync());
    }

    private static string ConfigOf(string body, bool watch = false, string more = "") => Gate.Config(
        $$""" "a": { "type": "response", "body": "{{body}}" } """, Routes, $", \"watch\": {(watch ? "true" : "false")}", more);
}
