using System.Net;
using System.Net.Sockets;
using System.Text;
using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Operating;

/// <summary>The life of <c>httpactors run</c>, from outside.</summary>
public class RunTests
{
    private const string Echo = """ "a": { "type": "echo" } """;
    private const string Routes = """{ "service": "a" }""";

    [UnixFact]
    public async Task Routes_go_by_host_and_longest_path()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(Gate.Config(
            """ "a": { "type": "response", "body": "a" }, "b": { "type": "response", "body": "b" }, "c": { "type": "redirect", "to": "https://example.org/x" }, "d": { "type": "response", "body": "d" } """,
            """ { "service": "a" }, { "path": "/b", "service": "b" }, { "path": "/b/c", "service": "c" }, { "host": "*.example.org", "service": "d" } """));
        await gate.UntilAsync("\"state\": \"running\"");

        Assert.EndsWith("a", await RawClient.GetAsync(server.Url, "/bc"), StringComparison.Ordinal);
        Assert.EndsWith("b", await RawClient.GetAsync(server.Url, "/b/x?y"), StringComparison.Ordinal);
        Assert.Contains("Location: https://example.org/x/b/c?y", await RawClient.GetAsync(server.Url, "/b/c?y"));
        Assert.EndsWith("d", await RawClient.ExchangeAsync(server.Url, "GET /b HTTP/1.1\r\nHost: www.Example.org:80\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task What_no_route_takes_is_404()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(Gate.Config(Echo, """{ "path": "/a", "service": "a" }"""));

        Assert.StartsWith("HTTP/1.1 404 ", await RawClient.GetAsync(server.Url, "/b"), StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_site_below_a_path_has_its_own_root()
    {
        await using var gate = new Gate();
        System.IO.Directory.CreateDirectory(Path.Combine(gate.Directory, "public/sub"));
        await File.WriteAllTextAsync(Path.Combine(gate.Directory, "public/sub/a.txt"), "text of a");
        var server = await gate.StartAsync(Gate.Config(""" "a": { "type": "static", "root": "public", "prefix": "/docs/" } """, """{ "path": "/docs", "service": "a" }"""));
        await gate.UntilAsync("\"state\": \"running\"");

        Assert.EndsWith("text of a", await RawClient.GetAsync(server.Url, "/docs/sub/a.txt"), StringComparison.Ordinal);
        Assert.EndsWith("text of a", await RawClient.GetAsync(server.Url, "http://site/docs/sub/a.txt"), StringComparison.Ordinal);
        Assert.Contains("Location: /docs/\r\n", await RawClient.GetAsync(server.Url, "/docs"));
        Assert.Contains("Location: /docs/sub/\r\n", await RawClient.GetAsync(server.Url, "/docs/sub"));
    }

    [UnixFact]
    public async Task User_code_runs_in_each_of_its_forms()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(Gate.Config(
            $"\"a\": {Gate.Code("GreetingService", "\"greeting\": \"Good day\"")}, \"b\": {Gate.Code("CountingActor")}, \"c\": {Gate.Code("CountingService")}",
            """ { "service": "a" }, { "path": "/b", "service": "b" }, { "path": "/c", "service": "c" } """));
        await gate.SettledAsync();

        Assert.EndsWith("Good day from HttpActors.Supervisor.Tests\n", await RawClient.GetAsync(server.Url, "/"), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n1\n", await RawClient.GetAsync(server.Url, "/b"), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n2\n", await RawClient.GetAsync(server.Url, "/b"), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n1\n", await RawClient.GetAsync(server.Url, "/c"), StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_service_that_fails_is_restarted_while_others_go_on()
    {
        await using var gate = new Gate();
        const string More = """, "restart": { "backoff": { "initial": "1h", "max": "1h", "jitter": 0 } }""";
        var server = await gate.StartAsync(Gate.Config($"\"a\": {{ \"type\": \"echo\" }}, \"b\": {Gate.Code("CountingActor", more: More)}", """{ "service": "a" }, { "path": "/b", "service": "b" }"""));
        await gate.SettledAsync();

        await RawClient.GetAsync(server.Url, "/b/die");
        await gate.UntilAsync("\"state\": \"backing-off\"");

        var refused = await RawClient.GetAsync(server.Url, "/b");
        Assert.StartsWith("HTTP/1.1 503 ", refused, StringComparison.Ordinal);
        Assert.Contains("\r\nRetry-After: 3", refused);
        Assert.Contains("200 OK", await RawClient.GetAsync(server.Url, "/"));
        await gate.TellAsync("restart", "b");
        await gate.SettledAsync();
        Assert.EndsWith("\r\n\r\n1\n", await RawClient.GetAsync(server.Url, "/b"), StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task An_essential_service_that_fails_for_good_ends_the_process_with_3()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(Gate.Config(
            $"\"a\": {Gate.Code("GreetingService", "\"fail\": \"no database\"", ", \"essential\": true, \"restart\": { \"policy\": \"never\" }")}", Routes));

        Assert.Equal(3, await server.ExitAsync());
        Assert.Contains("its start failed: InvalidOperationException: no database", server.Error);
        Assert.Contains("the essential service 'a' failed for good", server.Error);
    }

    [UnixFact]
    public async Task Another_service_that_fails_for_good_does_not()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(Gate.Config(
            $"\"a\": {Gate.Code("Stranger", more: ", \"restart\": { \"policy\": \"never\" }")}, \"b\": {{ \"type\": \"echo\" }}", """{ "service": "b" }"""));

        await gate.UntilAsync("\"state\": \"failed\"");
        Assert.Contains("is no service; let it implement HttpActors.IHttpService", server.Error);
        Assert.Contains("200 OK", await RawClient.GetAsync(server.Url, "/"));
        Assert.Equal(0, await server.StopAsync());
    }

    [UnixFact]
    public async Task A_port_in_use_is_exit_code_2()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using var gate = new Gate();
        gate.Write(Gate.Config(Echo, Routes).Replace("\"address\": \"127.0.0.1:0\", \"routes\"", $"\"address\": \"{other.LocalEndpoint}\", \"routes\"", StringComparison.Ordinal));

        var result = await SupervisorProcess.RunAsync("run", gate.ConfigFile);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("the port is in use", result.Error);
    }

    [UnixFact]
    public async Task A_request_under_way_is_finished_before_the_end_and_the_wait_is_told()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(Gate.Config(Echo, Routes));
        await gate.SettledAsync();
        using var client = await RawClient.ConnectAsync(server.Url);
        await client.SendAsync(Gate.UnfinishedPost);
        await gate.UntilAsync("\"inFlight\": 1");

        server.Signal(Posix.Terminate);
        await server.SaidAsync("stopping: 1 request on 1 connection;");
        await client.SendAsync("def");

        Assert.Contains("adef\",\"bodyLength\":20003", await client.ReadResponseAsync());
        Assert.Equal(0, await server.ExitAsync());
    }

    [UnixFact]
    public async Task A_killed_instance_leaves_nothing_in_the_way()
    {
        await using var gate = new Gate();
        var config = Gate.Config(Echo, Routes, ", \"pidFile\": \"run.pid\"");
        var first = await gate.StartAsync(config);
        Assert.Equal(first.Id, int.Parse(await File.ReadAllTextAsync(Path.Combine(gate.Directory, "run.pid")), System.Globalization.CultureInfo.InvariantCulture));

        first.Signal(Posix.Kill);
        await first.ExitAsync();
        Assert.True(File.Exists(Path.Combine(gate.Directory, "control/socket")), "The kill was too gentle.");
        var second = await gate.StartAsync(config);

        Assert.Contains("200 OK", await RawClient.GetAsync(second.Url, "/"));
        Assert.Equal(0, (await gate.TellAsync("status")).ExitCode);
        Assert.Equal(0, await second.StopAsync());
        Assert.False(File.Exists(Path.Combine(gate.Directory, "run.pid")));
        Assert.False(File.Exists(Path.Combine(gate.Directory, "control/socket")));
    }

    [UnixFact]
    public async Task Systemd_is_told_of_the_beginning_the_reload_and_the_end()
    {
        await using var gate = new Gate();
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        var path = Path.Combine(gate.Directory, "notify");
        manager.Bind(new UnixDomainSocketEndPoint(path));
        var server = await gate.StartAsync(Gate.Config(Echo, Routes), ("NOTIFY_SOCKET", path));

        Assert.Contains("READY=1", await ReceiveAsync(manager));
        await gate.TellAsync("reload");
        Assert.StartsWith("RELOADING=1\nMONOTONIC_USEC=", await ReceiveAsync(manager), StringComparison.Ordinal);
        Assert.Contains("READY=1", await ReceiveAsync(manager));
        server.Signal(Posix.Terminate);
        Assert.Equal("STOPPING=1", await ReceiveAsync(manager));
        Assert.Equal(0, await server.ExitAsync());
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[4096];
        var count = await socket.ReceiveAsync(buffer).WaitAsync(Wait.Limit);
        return Encoding.UTF8.GetString(buffer, 0, count);
    }
}
