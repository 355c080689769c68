using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Requests;

public class ExitCodeTests
{
    [Theory]
    [InlineData("get", "URL is missing (Where to ask")]
    [InlineData("get https://x", "no TLS")]
    [InlineData("get ftp://x", "'ftp' is not spoken")]
    [InlineData("get http://", "ERR_INVALID_URL")]
    [InlineData("get x --header bad", "has no colon")]
    [InlineData("get x --header b@d:x", "ERR_INVALID_HTTP_TOKEN")]
    [InlineData("get x --timeout 0", "is not a number of seconds")]
    [InlineData("get x --timeout soon", "is not a number of seconds")]
    [InlineData("get x --outptu f", "did you mean '--output'?")]
    [InlineData("get x --output /no/such/file", "cannot write '/no/such/file'")]
    [InlineData("get x --output /", "is a directory")]
    [InlineData("request POST x --data @/no/such/file", "cannot read '/no/such/file'")]
    [InlineData("request P@T x", "ERR_INVALID_HTTP_TOKEN")]
    [InlineData("request CONNECT x", "tunnel")]
    public async Task Wrong_usage_is_1(string arguments, string said) =>
        AssertEnds(await Tool.RunAsync(arguments.Split(' ')), 1, said);

    [Fact]
    public async Task A_port_where_nothing_listens_is_4()
    {
        int port;
        using (var server = new RawServer())
            port = server.Port;

        AssertEnds(await Tool.RunAsync("get", $"127.0.0.1:{port}"), 4, "ECONNREFUSED");
    }

    [Fact]
    public async Task Verbose_claims_no_connection_that_was_refused()
    {
        int port;
        using (var server = new RawServer())
            port = server.Port;

        var result = await Tool.RunAsync("get", $"127.0.0.1:{port}", "--verbose");

        Assert.Equal(4, result.ExitCode);
        Assert.DoesNotContain("connected to", result.Error);
        Assert.Contains("* connect -, first byte -", result.Error);
    }

    [Fact]
    public async Task A_name_without_an_address_is_4()
    {
        var result = await Tool.RunAsync("get", "no-such-host.invalid");

        // A machine without a name service says so instead.
        AssertEnds(result, 4, result.Error.Contains("EAI_AGAIN", StringComparison.Ordinal) ? "EAI_AGAIN" : "ENOTFOUND");
    }

    [UnixFact]
    public async Task A_unix_socket_that_does_not_exist_is_4() =>
        AssertEnds(await Tool.RunAsync("get", "x", "--unix-socket", "/no/such/socket"), 4, "/no/such/socket");

    [Theory]
    [InlineData("", "ECONNRESET")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "bytes of the body: aborted (ECONNRESET)")]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n", "HPE_")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "HPE_")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "HPE_")]
    public async Task A_broken_answer_is_5_and_leaves_no_file(string answer, string said)
    {
        using var directory = new TemporaryDirectory();
        using var server = new RawServer();
        var running = Tool.RunAsync("get", $"127.0.0.1:{server.Port}", "--output", Path.Combine(directory.Path, "f"));
        using (var peer = await server.AcceptAsync())
        {
            await peer.ReadHeadAsync();
            await peer.SendAsync(answer);
        }

        AssertEnds(await running, 5, said);
        Assert.Empty(Directory.GetFiles(directory.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")]
    public async Task A_server_that_does_not_end_is_6(string answer)
    {
        using var server = new RawServer();
        var running = Tool.RunAsync("get", $"127.0.0.1:{server.Port}", "--timeout", "0.5");
        var serving = ServeAsync();

        AssertEnds(await running, 6, "within 0.5 s (ETIMEDOUT)", answer.Length > 0 ? null : "");
        await serving;

        async Task ServeAsync()
        {
            var peer = await server.AcceptAsync();
            await peer.SendAsync(answer);
        }
    }

    [Theory]
    [InlineData("404 Not Found", 7)]
    [InlineData("400 Bad Request", 7)]
    [InlineData("399 Almost", 0)]
    public async Task Fail_is_7_from_status_400_on_and_prints_no_body(string status, int exitCode)
    {
        using var server = new RawServer();
        var running = Tool.RunAsync("get", $"127.0.0.1:{server.Port}", "--fail");
        await AnswerAsync(server, $"HTTP/1.1 {status}\r\nContent-Length: 4\r\n\r\nbody");
        var result = await running;

        if (exitCode == 0)
            Assert.Equal((0, "body", ""), (result.ExitCode, result.Output, result.Error));
        else
            AssertEnds(result, exitCode, status);
    }

    [Fact]
    public async Task Without_fail_a_status_is_no_failure()
    {
        using var server = new RawServer();
        var running = Tool.RunAsync("get", $"127.0.0.1:{server.Port}");
        await AnswerAsync(server, "HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\nbody");

        Assert.Equal(new ProgramResult(0, "body", ""), await running);
    }

    [UnixFact]
    public async Task Ctrl_C_is_130_and_removes_the_part() => await AssertStopsAsync(Posix.Interrupt, 130);

    [UnixFact]
    public async Task SIGTERM_is_143_and_removes_the_part() => await AssertStopsAsync(Posix.Terminate, 143);

    [Theory]
    [InlineData("get")]
    [InlineData("request")]
    public async Task Help_tells_the_exit_codes_and_an_example(string command)
    {
        var help = new StringWriter();
        Assert.Equal(0, await CommandLine.RunAsync([command, "--help"], help, TextWriter.Null).WaitAsync(Wait.Limit));

        Assert.Contains($"  httpactors {command} ", help.ToString());
        Assert.Contains("4 cannot resolve or connect, 5 the connection broke", help.ToString());
        Assert.DoesNotContain("cannot listen", help.ToString());
    }

    private static async Task AssertStopsAsync(int signal, int exitCode)
    {
        using var directory = new TemporaryDirectory();
        using var server = new RawServer();
        var file = Path.Combine(directory.Path, "f");
        await using var tool = SupervisorProcess.StartCommand("get", $"127.0.0.1:{server.Port}", "--output", file);
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        Assert.Equal([file + ".part"], Directory.GetFiles(directory.Path));
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");

        tool.Signal(signal);

        Assert.Equal(exitCode, await tool.ExitAsync());
        Assert.Empty(Directory.GetFiles(directory.Path));
        Assert.DoesNotContain("httpactors:", tool.Error);
    }

    private static async Task AnswerAsync(RawServer server, string answer)
    {
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync(answer);
    }

    private static void AssertEnds(ProgramResult result, int exitCode, string said, string? output = "")
    {
        Assert.Contains(said, result.Error);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(output ?? result.Output, result.Output);
        Tool.AssertOneLine(result);
    }
}
