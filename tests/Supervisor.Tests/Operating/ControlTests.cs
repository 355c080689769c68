using System.Text.Json;
using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Operating;

/// <summary>The commands that talk to a running instance.</summary>
public class ControlTests
{
    private const string Routes = """{ "service": "a" }, { "path": "/b", "service": "b" }""";

    private static readonly string Services = $$""" "a": { "type": "response", "body": "a" }, "b": {{Gate.Code("GreetingService")}} """;

    [UnixFact]
    public async Task The_status_tells_of_every_service()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(Gate.Config(Services, Routes));
        await gate.UntilAsync("\"state\": \"running\"");
        await RawClient.GetAsync(server.Url, "/");

        using var status = JsonDocument.Parse((await gate.TellAsync("status", "--json")).Output);
        var text = (await gate.TellAsync("status")).Output;

        var a = status.RootElement.GetProperty("services").EnumerateArray().Single(service => service.GetProperty("name").GetString() == "a");
        Assert.Equal(("response", "running", 0), (a.GetProperty("type").GetString(), a.GetProperty("state").GetString(), a.GetProperty("restarts").GetInt32()));
        Assert.Equal(server.Url.Port, a.GetProperty("ports")[0].GetInt32());
        Assert.Equal(server.Id, status.RootElement.GetProperty("pid").GetInt32());
        Assert.Contains("SERVICE", text);
        Assert.Contains($"http://127.0.0.1:{server.Url.Port}", text);
    }

    [UnixFact]
    public async Task A_drained_service_answers_503_while_others_go_on_until_it_is_restarted()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(Gate.Config(Services, Routes));
        await gate.UntilAsync("\"state\": \"running\"");

        Assert.Equal("a is drained and stays down until it is restarted", (await gate.TellAsync("drain", "a")).Output.Trim());
        await gate.UntilAsync("\"state\": \"stopped\"");
        var refused = await RawClient.GetAsync(server.Url, "/");
        Assert.StartsWith("HTTP/1.1 503 ", refused, StringComparison.Ordinal);
        Assert.Contains("\r\nRetry-After: 1\r\n", refused);
        Assert.Contains("200 OK", await RawClient.GetAsync(server.Url, "/b"));

        Assert.Equal("a is restarted", (await gate.TellAsync("restart", "a")).Output.Trim());
        await gate.UntilAsync("\"name\": \"a\",\n      \"type\": \"response\",\n      \"state\": \"running\"");
        Assert.Contains("200 OK", await RawClient.GetAsync(server.Url, "/"));
    }

    [UnixFact]
    public async Task A_service_that_is_not_there_is_a_mistake_with_advice()
    {
        await using var gate = new Gate();
        await gate.StartAsync(Gate.Config(""" "greeter": { "type": "echo" } """, ""));

        var near = await gate.TellAsync("drain", "greter");
        var far = await gate.TellAsync("restart", "x");

        Assert.Equal((1, "httpactors: there is no service 'greter'; did you mean 'greeter'?\n\n"), (near.ExitCode, near.Error));
        Assert.Equal((1, "httpactors: there is no service 'x'; there are greeter\n\n"), (far.ExitCode, far.Error));
    }

    [UnixFact]
    public async Task The_tree_shows_listeners_services_and_their_runs()
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(Gate.Config($"\"a\": {Gate.Code("CountingActor")}", """{ "service": "a" }"""));
        await gate.UntilAsync("\"state\": \"running\"");

        var tree = await gate.TellAsync("tree");

        Assert.Contains("/user/supervisor\n├─ listener-0  http://127.0.0.1:", tree.Output);
        Assert.Contains("└─ a  running\n   └─ run-1  code, 0 in flight\n      └─ actor\n", tree.Output);
        Assert.Equal(0, tree.ExitCode);
    }

    [UnixFact]
    public async Task Only_its_user_can_open_the_socket()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var gate = new Gate();
        await gate.StartAsync(Gate.Config(Services, Routes));
        var socket = Path.Combine(gate.Directory, "control", "socket");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(socket)!));
    }

    [UnixFact]
    public async Task A_directory_that_was_there_keeps_its_rights()
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        await using var gate = new Gate();
        var directory = Directory.CreateDirectory(Path.Combine(gate.Directory, "control"), Shared).FullName;
        File.SetUnixFileMode(directory, Shared);
        await gate.StartAsync(Gate.Config(Services, Routes));

        Assert.Equal(Shared, File.GetUnixFileMode(directory));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(directory, "socket")));
        Assert.Equal(["socket"], Directory.GetFileSystemEntries(directory).Select(Path.GetFileName));
    }

    [UnixFact]
    public async Task A_second_instance_of_the_same_configuration_does_not_start()
    {
        await using var gate = new Gate();
        var first = await gate.StartAsync(Gate.Config(Services, Routes));

        var second = await SupervisorProcess.RunAsync("run", gate.ConfigFile);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("is running already", second.Error);
        if (OperatingSystem.IsLinux())
            Assert.Contains($"(process {first.Id} answers at ", second.Error);

        // Also where the file has been changed since: it is still the same configuration.
        gate.Write(Gate.Config(Services, Routes).Replace("control/socket", "control/other", StringComparison.Ordinal));
        Assert.Contains("is running already", (await SupervisorProcess.RunAsync("run", gate.ConfigFile)).Error);
        Assert.Contains($"pid {first.Id}", (await gate.TellAsync("status")).Output);
    }
}
