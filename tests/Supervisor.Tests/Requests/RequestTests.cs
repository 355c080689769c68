using System.Text;
using System.Text.Json;
using HttpActors.Supervisor.Tests.Harness;
using HttpActors.Supervisor.Tests.Services;

namespace HttpActors.Supervisor.Tests.Requests;

public class RequestTests(EchoFixture echo) : IClassFixture<EchoFixture>
{
    private string Url => echo.Server.Url.Authority;

    [Fact]
    public async Task A_url_without_scheme_is_of_http_and_the_body_is_printed()
    {
        var result = await Tool.RunAsync("get", $"{Url}/a?b=http://c");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal("/a?b=http://c", Text(result, "url"));
        Assert.Equal("GET", Text(result, "method"));
        Assert.Equal(
            ["host", "user-agent", "accept", "connection"],
            JsonDocument.Parse(result.Output).RootElement.GetProperty("headers").EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task Headers_are_added_and_replace_the_default_ones()
    {
        var result = await Tool.RunAsync(
            "request", "PATCH", Url, "--header", "X-Twice: a", "-H", "x-twice:b", "-H", "accept: text/html", "-H", "Host: other");

        Assert.Equal("PATCH", Text(result, "method"));
        Assert.Equal("a, b", Header(result, "x-twice"));
        Assert.Equal("text/html", Header(result, "accept"));
        Assert.Equal("other", Header(result, "host"));
    }

    [Fact]
    public async Task Data_is_text_or_a_file_with_its_length()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("body.txt", new string('x', 200_000));

        var text = await Tool.RunAsync("request", "POST", Url, "--data", "h\u00e9llo");
        var named = await Tool.RunAsync("request", "PUT", Url, "--data", $"@{file}");
        var none = await Tool.RunAsync("request", "POST", Url, "--data", "");

        Assert.Equal(("h\u00e9llo", "6"), (Text(text, "body"), Header(text, "content-length")));
        Assert.Equal((new string('x', 200_000), "200000"), (Text(named, "body"), Header(named, "content-length")));
        Assert.Equal(("", "0"), (Text(none, "body"), Header(none, "content-length")));
    }

    [ProgramFact("bash")]
    public async Task Data_from_standard_input_is_chunked()
    {
        var result = await Tool.ShellAsync($"printf piped | TOOL request POST {Url} --data @-");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(("piped", "chunked"), (Text(result, "body"), Header(result, "transfer-encoding")));
    }

    [Fact]
    public async Task Include_puts_the_head_first_and_head_prints_it_alone()
    {
        var included = await Tool.RunAsync("get", Url, "--include");
        var head = await Tool.RunAsync("request", "head", Url);

        Assert.StartsWith("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n", included.Output, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\n{\"method\"", included.Output);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", head.Output, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", head.Output, StringComparison.Ordinal);
        Assert.Equal(0, head.ExitCode);
    }

    [Fact]
    public async Task Verbose_tells_both_heads_and_the_times()
    {
        var result = await Tool.RunAsync("request", "POST", $"{Url}/v", "--data", "abc", "--verbose");

        Assert.Equal("abc", Text(result, "body"));
        var lines = result.Error.Split('\n');
        Assert.Equal($"* connected to {Url} ({Url})", lines[0]);
        Assert.Equal(["> POST /v HTTP/1.1", $"> Host: {Url}"], lines[1..3]);
        Assert.Contains("> Content-Length: 3", lines);
        Assert.Contains("< HTTP/1.1 200 OK", lines);
        Assert.Matches("[*] connect [0-9.]+ ms, first byte [0-9.]+ ms, total [0-9.]+ ms, [0-9]+ bytes of body", result.Error);
    }

    [Fact]
    public async Task Every_header_that_verbose_tells_is_what_the_server_saw()
    {
        var result = await Tool.RunAsync("request", "POST", Url, "--data", "abc", "--verbose");

        var told = result.Error.Split('\n').Where(line => line.StartsWith("> ", StringComparison.Ordinal)).Skip(1)
            .Select(line => line[2..].Split(':')[0].ToLowerInvariant());
        Assert.Equal(JsonDocument.Parse(result.Output).RootElement.GetProperty("headers").EnumerateObject().Select(p => p.Name).Order(), told.Order());
    }

    [ProgramFact("bash")]
    public async Task A_reader_that_has_enough_ends_it_quietly()
    {
        using var directory = new TemporaryDirectory();
        directory.WriteRandom("large.bin", 32 << 20);
        await using var server = await SupervisorProcess.ListenAsync("serve", directory.Path, "--listen", "127.0.0.1:0");

        var result = await Tool.ShellAsync($"TOOL get {server.Url.Authority}/large.bin | head -c 1 | wc -c; echo ${{PIPESTATUS[0]}}");

        Assert.Equal(("1\n0\n", ""), (result.Output.Replace(" ", "", StringComparison.Ordinal), result.Error));
    }

    [ProgramFact("bash")]
    public async Task What_the_shell_writes_next_stands_behind_the_body()
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "all");

        await Tool.ShellAsync($"(echo first; TOOL get {Url}; echo; echo last) > '{file}'");

        var lines = await File.ReadAllLinesAsync(file);
        Assert.Equal(("first", "last", 3), (lines[0], lines[^1], lines.Length));
    }

    private static string? Text(ProgramResult result, string name) =>
        JsonDocument.Parse(Encoding.Latin1.GetBytes(result.Output).AsMemory()).RootElement.GetProperty(name).GetString();

    private static string? Header(ProgramResult result, string name) =>
        JsonDocument.Parse(result.Output).RootElement.GetProperty("headers").GetProperty(name).GetString();
}
