using HttpActors.Supervisor.Client;
using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Requests;

public class DownloadTests
{
    [Fact]
    public async Task A_file_appears_whole_and_replaces_the_old_one()
    {
        using var site = new TemporaryDirectory();
        var source = site.WriteRandom("large.bin", 5 << 20);
        var target = site.Write("copy.bin", "old");
        await using var server = await SupervisorProcess.ListenAsync("serve", site.Path, "--listen", "127.0.0.1:0");

        var result = await Tool.RunAsync("get", $"{server.Url}large.bin", "--output", target);

        Assert.Equal(new ProgramResult(0, "", ""), result);
        Assert.Equal(await File.ReadAllBytesAsync(source), await File.ReadAllBytesAsync(target));
        Assert.False(File.Exists(target + ".part"));
    }

    [UnixFact]
    public async Task A_device_is_written_to_and_not_replaced()
    {
        using var server = new RawServer();
        var running = Tool.RunAsync("get", $"127.0.0.1:{server.Port}", "--output", "/dev/null");
        await AnswerAsync(server, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody");

        Assert.Equal(0, (await running).ExitCode);
        Assert.False(File.Exists("/dev/null.part"));
        Assert.Empty(await File.ReadAllBytesAsync("/dev/null"));
    }

    [Fact]
    public async Task An_answer_before_the_upload_ends_counts()
    {
        using var site = new TemporaryDirectory();
        var large = site.WriteRandom("large.bin", 32 << 20);
        using var server = new RawServer();
        var running = Tool.RunAsync("request", "POST", $"127.0.0.1:{server.Port}", "--data", $"@{large}", "--fail");
        await AnswerAsync(server, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 4\r\n\r\nbody");

        Assert.Equal(7, (await running).ExitCode);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Progress_is_shown_on_a_terminal_unless_silent(bool isTerminal, bool silent)
    {
        using var directory = new TemporaryDirectory();
        using var server = new RawServer();
        var error = new StringWriter();
        var plan = new RequestPlan(new Uri($"http://127.0.0.1:{server.Port}/"), "GET")
        {
            Output = Path.Combine(directory.Path, "f"),
            Silent = silent,
        };
        var running = new RequestRun(plan, new RequestConsole(() => Stream.Null, () => Stream.Null, error, isTerminal), TimeProvider.System).RunAsync();
        await AnswerAsync(server, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody");

        Assert.Equal(0, await running.WaitAsync(Wait.Limit));
        Assert.Equal(isTerminal && !silent, error.ToString().Contains("100% [========================] 4 B of 4 B", StringComparison.Ordinal));
        Assert.Equal("body", await File.ReadAllTextAsync(plan.Output));
    }

    [Fact]
    public void Progress_has_percent_octets_and_rate_ten_times_a_second()
    {
        var time = new ManualTimeProvider();
        var terminal = new StringWriter();
        using (var progress = new ProgressLine(terminal, time, 4 << 20))
        {
            progress.Report(0);
            time.Advance(TimeSpan.FromMilliseconds(99));
            progress.Report(1 << 20);
            time.Advance(TimeSpan.FromMilliseconds(901));
            progress.Report(1 << 20);
        }

        var shown = terminal.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, shown.Length);
        Assert.Equal(" 25% [======                  ] 1.0 MiB of 4.0 MiB  1.0 MiB/s\n", shown[1]);
    }

    [Fact]
    public void Progress_without_a_length_counts()
    {
        var time = new ManualTimeProvider();
        var terminal = new StringWriter();
        using (var progress = new ProgressLine(terminal, time, null))
        {
            time.Advance(TimeSpan.FromSeconds(2));
            progress.Complete(3000);
        }

        Assert.Equal("\r2.9 KiB  1.5 KiB/s\n", terminal.ToString());
    }

    [UnixFact]
    public async Task A_unix_socket_is_asked()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "s");
        await using var server = Http.CreateServer((request, response) => response.End($"{request.Url} of {request.Headers.Get("host")}"));
        await server.ListenAsync(new HttpListenOptions { Path = path }).WaitAsync(Wait.Limit);

        Assert.Equal(new ProgramResult(0, "/a of name", ""), await Tool.RunAsync("get", "name/a", "--unix-socket", path));
    }

    [Theory]
    [InlineData("--location", "HTTP/1.1 200 OK", "there")]
    [InlineData("--silent", "HTTP/1.1 302 Found", "")]
    public async Task Redirections_are_followed_on_request(string option, string status, string body)
    {
        await using var server = Http.CreateServer((request, response) =>
        {
            if (request.Url == "/there")
                response.End("there");
            else
                response.WriteHead(302, headers: [new("Location", "/there")]).End();
        });
        await server.ListenAsync(0, "127.0.0.1").WaitAsync(Wait.Limit);

        var result = await Tool.RunAsync("get", server.Address!.ToString()!, option, "--include");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith(status, result.Output, StringComparison.Ordinal);
        Assert.EndsWith($"\r\n\r\n{body}", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "ERR_HTTP_TOO_MANY_REDIRECTS")]
    [InlineData("https://127.0.0.1/", "ERR_INVALID_PROTOCOL")]
    public async Task Redirections_that_lead_nowhere_are_5(string location, string code)
    {
        await using var server = Http.CreateServer((_, response) => response.WriteHead(301, headers: [new("Location", location)]).End());
        await server.ListenAsync(0, "127.0.0.1").WaitAsync(Wait.Limit);

        var result = await Tool.RunAsync("get", server.Address!.ToString()!, "--location");

        Assert.Contains(code, result.Error);
        Assert.Equal(5, result.ExitCode);
        Tool.AssertOneLine(result);
    }

    private static async Task AnswerAsync(RawServer server, string answer)
    {
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync(answer);
    }
}
