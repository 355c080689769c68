using System.Net;
using System.Net.Sockets;
using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Reloading;

/// <summary>A reload takes what the file says for operators too, or changes nothing at all.</summary>
public class OperatorReloadTests
{
    [UnixFact]
    public async Task The_admin_listener_moves()
    {
        await using var gate = new Gate();
        await gate.StartAsync(ConfigOf());
        var before = await gate.AdminAsync();
        using var reserved = new TcpListener(IPAddress.Loopback, 0);
        reserved.Start();
        var free = reserved.LocalEndpoint;
        reserved.Stop();

        await ReloadAsync(gate, ConfigOf(admin: $"\"address\": \"{free}\""));

        Assert.Contains("200 OK", await RawClient.GetAsync(new Uri($"http://{free}"), "/livez"));
        await Assert.ThrowsAnyAsync<SocketException>(() => RawClient.GetAsync(before, "/livez"));
        await ReloadAsync(gate, ConfigOf(admin: "\"enabled\": false"));
        await Assert.ThrowsAnyAsync<SocketException>(() => RawClient.GetAsync(new Uri($"http://{free}"), "/livez"));
    }

    [UnixFact]
    public async Task The_PID_file_moves()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(ConfigOf(pidFile: "one.pid"));
        string[] paths = [Path.Combine(gate.Directory, "one.pid"), Path.Combine(gate.Directory, "two.pid")];

        await ReloadAsync(gate, ConfigOf(pidFile: "two.pid"));

        Assert.False(File.Exists(paths[0]));
        Assert.Equal($"{server.Id}\n", await File.ReadAllTextAsync(paths[1]));
        Assert.Equal(0, await server.StopAsync());
        Assert.False(File.Exists(paths[1]));
    }

    [UnixFact]
    public async Task The_control_socket_moves_and_is_found_by_either_way_to_its_name()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(ConfigOf(control: "control/one"));

        // The command that asks for it goes by the old socket and still gets its answer.
        await ReloadAsync(gate, ConfigOf(control: "control/two"));

        Assert.False(File.Exists(Path.Combine(gate.Directory, "control/one")));
        Assert.Contains($"pid {server.Id}", (await gate.TellAsync("status")).Output);
        gate.Write("{ being edited");
        Assert.Contains($"pid {server.Id}", (await gate.TellAsync("status")).Output);
        gate.Write(ConfigOf(control: "control/three"));
        Assert.Contains($"pid {server.Id}", (await gate.TellAsync("status")).Output);
        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(gate.Directory, "control")));
    }

    [UnixFact]
    public async Task The_access_log_moves_changes_its_form_and_is_opened_anew()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(ConfigOf(log: "\"format\": \"dev\", \"path\": \"one.log\""));
        string[] paths = [Path.Combine(gate.Directory, "one.log"), Path.Combine(gate.Directory, "two.log")];
        await RawClient.GetAsync(server.Url, "/first");

        await ReloadAsync(gate, ConfigOf(log: "\"format\": \"json\", \"path\": \"two.log\", \"queue\": 10"));
        await RawClient.GetAsync(server.Url, "/second");
        await ReloadAsync(gate, ConfigOf(log: "\"format\": \"dev\", \"path\": \"two.log\", \"queue\": 10"));
        File.Move(paths[1], paths[1] + ".old");
        await ReloadAsync(gate, ConfigOf(log: "\"format\": \"dev\", \"path\": \"two.log\", \"queue\": 10"));
        await RawClient.GetAsync(server.Url, "/third");
        Assert.Equal(0, await server.StopAsync());

        Assert.StartsWith("GET /first 200 ", Assert.Single(await File.ReadAllLinesAsync(paths[0])), StringComparison.Ordinal);
        Assert.Contains("\"url\":\"/second\"", Assert.Single(await File.ReadAllLinesAsync(paths[1] + ".old")));
        Assert.StartsWith("GET /third 200 ", Assert.Single(await File.ReadAllLinesAsync(paths[1])), StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task What_cannot_be_had_refuses_all_of_the_change()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using var gate = new Gate();
        var server = await gate.StartAsync(ConfigOf(pidFile: "one.pid"));
        var admin = await gate.AdminAsync();
        (string Config, string Why)[] cases =
        [
            (ConfigOf(body: "two", pidFile: "two.pid", admin: $"\"address\": \"{other.LocalEndpoint}\""), "the port is in use; stop the program that has it, or choose another with admin.address"),
            (ConfigOf(body: "two", pidFile: "none/two.pid"), "the pidFile '"),
            (ConfigOf(body: "two", pidFile: "two.pid", log: "\"path\": \"none/a.log\""), "choose another accessLog.path"),
            (ConfigOf(body: "two", pidFile: "two.pid", control: $"control/{new string('a', 120)}"), "choose a shorter or other control.path"),
            (ConfigOf(body: "two", pidFile: "two.pid", control: "control/two", service: Gate.Code("GreetingService", "\"fail\": \"no database\"")), "no database"),
        ];

        foreach (var (config, why) in cases)
        {
            gate.Write(config);
            var reload = await gate.TellAsync("reload");
            Assert.Equal(1, reload.ExitCode);
            Assert.Contains("refused, the running configuration goes on: ", reload.Error);
            Assert.Contains(why, reload.Error);
            Assert.EndsWith("one", await RawClient.GetAsync(server.Url, "/"), StringComparison.Ordinal);
            Assert.Contains("200 OK", await RawClient.GetAsync(admin, "/livez"));
            Assert.Equal(["one.pid"], Directory.GetFiles(gate.Directory, "*.pid").Select(Path.GetFileName));
            Assert.Equal(["socket"], Directory.GetFileSystemEntries(Path.Combine(gate.Directory, "control")).Select(Path.GetFileName));
        }
    }

    [UnixFact]
    public async Task A_service_whose_dependency_is_down_waits_and_holds_nobody_up()
    {
        await using var gate = new Gate();
        var failing = Gate.Code("GreetingService", "\"fail\": \"no database\"", ", \"restart\": { \"policy\": \"never\" }");
        var server = await gate.StartAsync(Gate.Config($"\"db\": {failing}", "", ", \"watch\": false"));
        await gate.UntilAsync("\"state\": \"failed\"");

        await ReloadAsync(gate, Gate.Config($"\"db\": {failing}, \"a\": {{ \"type\": \"echo\", \"dependsOn\": [ \"db\" ] }}", """{ "service": "a" }""", ", \"watch\": false"));

        Assert.StartsWith("HTTP/1.1 503 ", await RawClient.GetAsync(server.Url, "/"), StringComparison.Ordinal);
        await gate.UntilAsync("\"state\": \"waiting\"");
        Assert.Equal(0, await server.StopAsync());
    }

    [UnixFact]
    public async Task Who_is_asked_to_end_during_a_reload_ends()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(ConfigOf());
        gate.Write(ConfigOf(service: Gate.Code("GreetingService", "\"hang\": \"yes\"", ", \"startTimeout\": \"10m\"")));
        server.Signal(Posix.HangUp);
        await server.SaidAsync("starting new and changed services");

        Assert.Equal(0, await server.StopAsync());
        Assert.Contains("refused, the running configuration goes on: the process is about to end", server.Error);
    }

    private static async Task ReloadAsync(Gate gate, string config)
    {
        gate.Write(config);
        var reload = await gate.TellAsync("reload");
        Assert.Equal("reloaded", reload.Output.Trim() + reload.Error.Trim());
    }

    private static string ConfigOf(
        string body = "one", string admin = "\"address\": \"127.0.0.1:0\"", string control = "control/socket", string pidFile = "", string log = "\"format\": \"off\"", string? service = null) => $$"""
        {
          "listeners": [ { "address": "127.0.0.1:0", "routes": [ { "service": "a" } ] } ],
          "services": { "a": {{service ?? $$"""{ "type": "response", "body": "{{body}}" }"""}} },
          "admin": { {{admin}} },
          "control": { "path": "{{control}}" },
          "pidFile": "{{pidFile}}",
          "accessLog": { {{log}} },
          "log": { "level": "debug" },
          "watch": false
        }
        """;
}
