using System.Net;
using System.Net.Sockets;
using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.CommandLines;

public class UsageTests
{
    [Theory]
    [InlineData("serve")]
    [InlineData("echo")]
    [InlineData("hello")]
    public async Task Help_shows_an_example_of_each_command(string command)
    {
        var all = await RunInProcessAsync("--help");
        var one = await RunInProcessAsync(command, "--help");

        Assert.Equal((0, ""), (all.ExitCode, all.Error));
        Assert.Equal((0, ""), (one.ExitCode, one.Error));
        Assert.Contains($"httpactors {command} ", all.Output[all.Output.IndexOf("Examples:", StringComparison.Ordinal)..]);
        Assert.Contains($"httpactors {command} ", one.Output[one.Output.IndexOf("Examples:", StringComparison.Ordinal)..]);
        Assert.Contains("--listen", one.Output);
        Assert.Contains("--drain-timeout", one.Output);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    [InlineData("config")]
    [InlineData("config show")]
    [InlineData("config schema")]
    [InlineData("status")]
    [InlineData("tree")]
    [InlineData("drain")]
    [InlineData("restart")]
    [InlineData("reload")]
    public async Task Help_of_the_supervisors_commands_shows_an_example(string command)
    {
        var one = await RunInProcessAsync([.. command.Split(' '), "--help"]);

        Assert.Equal((0, ""), (one.ExitCode, one.Error));
        Assert.Contains($"  httpactors {command} ", one.Output[one.Output.IndexOf("Examples:", StringComparison.Ordinal)..]);
    }

    [Theory]
    [InlineData("staus", "did you mean 'status'?")]
    [InlineData("config shwo", "did you mean 'show'?")]
    [InlineData("status --jsn", "did you mean '--json'?")]
    [InlineData("drain", "SERVICE is missing (Its name in the configuration); see 'httpactors drain --help'")]
    [InlineData("config", "a command is missing: one of show, schema; see 'httpactors config --help'")]
    [InlineData("rum", "unknown command 'rum'; did you mean 'run'?")]
    [InlineData("run /no/such/file.json", "there is no such file")]
    [InlineData("validate /no/such/file.json", "there is no such file")]
    [InlineData("status --config /no/such/file.json", "no instance of '/no/such/file.json' is running")]
    [InlineData("", "a command is missing")]
    [InlineData("srve", "did you mean 'serve'?")]
    [InlineData("ecoh --listen 127.0.0.1:0", "did you mean 'echo'?")]
    [InlineData("xyzzy", "unknown command 'xyzzy'")]
    [InlineData("serve --lisen 127.0.0.1:0", "did you mean '--listen'?")]
    [InlineData("echo --drain-timeot=1", "did you mean '--drain-timeout'?")]
    [InlineData("hello --frobnicate", "unknown option '--frobnicate'")]
    [InlineData("hello there", "unknown argument 'there'")]
    [InlineData("serve --listen", "--listen needs a value")]
    [InlineData("echo --listen nowhere", "is not HOST:PORT")]
    [InlineData("echo --listen 127.0.0.1:70000", "is not a port")]
    [InlineData("echo --listen 127.0.0.1:0 --drain-timeout soon", "is not a number of seconds")]
    [InlineData("serve /no/such/directory --listen 127.0.0.1:0", "does not exist")]
    [InlineData("serve @/no/such/directory --listen 127.0.0.1:0", "does not exist")]
    public async Task A_mistake_is_one_line_that_says_what_to_do(string arguments, string said)
    {
        var result = await RunInProcessAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.StartsWith("httpactors: ", result.Error, StringComparison.Ordinal);
        Assert.Contains(said, result.Error);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task A_file_is_not_a_directory()
    {
        using var directory = new TemporaryDirectory();
        var result = await SupervisorProcess.RunAsync("serve", directory.Write("a.txt", "a"), "--listen", "127.0.0.1:0");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("is a file", result.Error);
    }

    [Fact]
    public async Task A_name_without_an_address_is_a_mistake()
    {
        var result = await SupervisorProcess.RunAsync("hello", "--listen", "no-such-host.invalid:0");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("has no address", result.Error);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("echo")]
    [InlineData("hello")]
    public async Task A_port_in_use_is_exit_code_2(string command)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var result = await SupervisorProcess.RunAsync(command, "--listen", other.LocalEndpoint.ToString()!);

        Assert.Equal(2, result.ExitCode);
        Assert.DoesNotContain("listening", result.Output);
        Assert.Contains($"cannot listen on {other.LocalEndpoint}: the port is in use", result.Error);
        Assert.Contains("--listen", result.Error);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task An_address_of_another_machine_is_exit_code_2()
    {
        // Reserved for documentation (RFC 5737): no machine has it.
        var result = await SupervisorProcess.RunAsync("hello", "--listen", "192.0.2.1:0");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("no network interface of this machine has that address", result.Error);
    }

    [Fact]
    public async Task The_ready_line_stands_alone_on_standard_output()
    {
        await using var server = await SupervisorProcess.ListenAsync("hello", "--listen", "127.0.0.1:0");

        Assert.Equal($"listening on http://127.0.0.1:{server.Url.Port}\n", server.Output);
        Assert.NotEqual(0, server.Url.Port);
        Assert.Equal("", server.Error);
    }

    [Theory]
    [InlineData("[::1]:0", "[::1]")]
    [InlineData("localhost:0", "localhost")]
    public async Task The_ready_line_names_the_host_that_was_asked_for(string listen, string host)
    {
        if (!Socket.OSSupportsIPv6 && host.StartsWith('['))
            return;

        await using var server = await SupervisorProcess.ListenAsync("hello", "--listen", listen);

        Assert.Equal(host, server.Url.Host);
        using var client = new HttpClient();
        Assert.Equal("Hello, World!", await client.GetStringAsync(server.Url).WaitAsync(Wait.Limit));
    }

    [Fact]
    public async Task A_star_listens_on_every_interface()
    {
        await using var server = await SupervisorProcess.ListenAsync("hello", "--listen", "*:0");

        using var client = new HttpClient();
        Assert.Equal("Hello, World!", await client.GetStringAsync(new Uri($"http://127.0.0.1:{server.Url.Port}/")).WaitAsync(Wait.Limit));
        if (Socket.OSSupportsIPv6)
            Assert.Equal("Hello, World!", await client.GetStringAsync(new Uri($"http://[::1]:{server.Url.Port}/")).WaitAsync(Wait.Limit));
    }

    private static async Task<ProgramResult> RunInProcessAsync(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var exitCode = await CommandLine.RunAsync(arguments, output, error).WaitAsync(Wait.Limit);
        return new ProgramResult(exitCode, output.ToString(), error.ToString());
    }
}
