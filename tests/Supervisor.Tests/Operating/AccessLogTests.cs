using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using HttpActors.Supervisor.AccessLogs;
using HttpActors.Supervisor.Hosting;
using HttpActors.Supervisor.Tests.Harness;
using HttpActors.Tests.Shared;

namespace HttpActors.Supervisor.Tests.Operating;

public partial class AccessLogTests
{
    private const string Request = "GET /a?b=\"c HTTP/1.1\r\nHost: x\r\nUser-Agent: curl \\ \"8\"\r\nReferer: http://y/\r\nConnection: close\r\n\r\n";

    [UnixFact]
    public async Task Combined_is_Apaches_and_cannot_be_forged()
    {
        var line = Assert.Single(await LogAsync("combined", Request));

        Assert.Matches(Combined(), line);
        Assert.Contains("\"GET /a?b=\\\"c HTTP/1.1\" 200 2 \"http://y/\" \"curl \\\\ \\\"8\\\"\"", line);
    }

    [UnixFact]
    public async Task Json_is_one_object_a_line()
    {
        var line = Assert.Single(await LogAsync("json", Request));

        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        Assert.Equal(("127.0.0.1", "GET", "/a?b=\"c", 200, 2, "a", true), (
            root.GetProperty("client").GetString(), root.GetProperty("method").GetString(), root.GetProperty("url").GetString(),
            root.GetProperty("status").GetInt32(), root.GetProperty("bytes").GetInt32(), root.GetProperty("service").GetString(), root.GetProperty("complete").GetBoolean()));
        Assert.True(DateTimeOffset.TryParse(root.GetProperty("time").GetString(), CultureInfo.InvariantCulture, out _));
    }

    [UnixFact]
    public async Task Dev_is_short() => Assert.Matches("^GET /a\\?b=\\\\\"c 200 [0-9.]+ ms - 2 \\(a\\)$", Assert.Single(await LogAsync("dev", Request)));

    [UnixFact]
    public async Task A_request_that_no_route_takes_is_logged_too() =>
        Assert.EndsWith("(no route)", Assert.Single(await LogAsync("dev", "GET /none HTTP/1.1\r\nHost: other\r\nConnection: close\r\n\r\n")), StringComparison.Ordinal);

    [Fact]
    public async Task What_does_not_fit_into_the_queue_is_counted()
    {
        using var output = new BlockedWriter();
        var log = new AccessLog("dev", output, 3, TimeProvider.System);
        var trail = await TrailAsync(log);

        // The first line is with the writer, which hangs; three wait.
        log.OnEnded(trail);
        await output.Entered.WaitAsync(Wait.Limit);
        for (var i = 0; i < 10; i++)
            log.OnEnded(trail);

        Assert.Equal(7, log.Dropped);
        output.Release();
        await log.DisposeAsync();
        Assert.Equal(4, output.Lines);
    }

    [Fact]
    public async Task What_cannot_be_written_is_counted_and_told_once_and_the_next_lines_are_written()
    {
        using var output = new FullDisk();
        var told = new List<string>();
        var log = new AccessLog("dev", output, 100, TimeProvider.System, trouble: failure => told.Add(failure.Message));
        var trail = await TrailAsync(log);

        for (var lost = 1; lost <= 2; lost++)
        {
            log.OnEnded(trail);
            await Bounded.Until(() => log.Dropped == lost);
        }

        output.HasRoom = true;
        log.OnEnded(trail);
        await log.DisposeAsync();

        Assert.Equal((2, 1), (log.Dropped, output.Lines));
        Assert.Equal(["no space left"], told);
    }

    private static async Task<RequestTrail> TrailAsync(AccessLog log)
    {
        await using var server = Http.CreateServer();
        var seen = new TaskCompletionSource<RequestTrail>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.RequestReceived += (request, response) =>
        {
            seen.TrySetResult(new RequestTrail("l", request, response, log));
            response.End();
        };
        await server.ListenAsync(0, "127.0.0.1");
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"http://{server.Address}/"));
        return await seen.Task.WaitAsync(Wait.Limit);
    }

    private static async Task<string[]> LogAsync(string format, string request)
    {
        await using var gate = new Gate();
        var server = await gate.StartAsync(Gate.Config(
            """ "a": { "type": "response", "body": "ok", "headers": { "Content-Length": "2" } } """, """{ "host": "x", "service": "a" }""",
            $$""", "accessLog": { "format": "{{format}}", "path": "access.log" }"""));
        await gate.SettledAsync();
        await RawClient.ExchangeAsync(server.Url, request);
        Assert.Equal(0, await server.StopAsync());
        return await File.ReadAllLinesAsync(Path.Combine(gate.Directory, "access.log"));
    }

    [GeneratedRegex("^127\\.0\\.0\\.1 - - \\[[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9:]{8} \\+0000\\] \"[^\"\\\\]*(\\\\.[^\"\\\\]*)*\" 200 2 \"[^\"]*\" \"([^\"\\\\]|\\\\.)*\"$")]
    private static partial Regex Combined();

    private sealed class BlockedWriter : TextWriter
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Entered => _entered.Task;

        internal int Lines { get; private set; }

        public override Encoding Encoding => Encoding.UTF8;

        public override async Task WriteLineAsync(string? value)
        {
            _entered.TrySetResult();
            await _released.Task;
            Lines++;
        }

        internal void Release() => _released.TrySetResult();
    }

    private sealed class FullDisk : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        internal bool HasRoom { get; set; }

        internal int Lines { get; private set; }

        public override Task WriteLineAsync(string? value)
        {
            Lines += HasRoom ? 1 : 0;
            return HasRoom ? Task.CompletedTask : throw new IOException("no space left");
        }
    }
}
