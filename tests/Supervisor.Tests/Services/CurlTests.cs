using System.Security.Cryptography;
using System.Text.Json;
using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Services;

public class CurlTests
{
    private const int LargeFile = 200_000_000;
    private const int LargeUpload = 50_000_000;
    private const long MostGrowth = 20_000_000;

    [LinuxProgramFact("curl")]
    public async Task Files_of_any_size_arrive_unchanged_in_little_memory()
    {
        using var site = new TemporaryDirectory();
        using var downloads = new TemporaryDirectory();
        site.Write("0", []);
        site.Write("1", [42]);
        site.WriteRandom("large", LargeFile);
        await using var server = await SupervisorProcess.ListenAsync("serve", site.Path, "--listen", "127.0.0.1:0");

        // The first request loads code; what it costs is not the price of a download.
        await CurlAsync("-o", Path.Combine(downloads.Path, "warm"), server.Url + "1");
        var before = Resident(server.Id, "VmRSS");
        foreach (var name in (string[])["0", "1", "large"])
        {
            var target = Path.Combine(downloads.Path, name);
            await CurlAsync("-o", target, server.Url + name);
            Assert.Equal(await HashAsync(Path.Combine(site.Path, name)), await HashAsync(target));
        }

        // The highest it ever was, not what is left afterwards.
        Assert.InRange(Resident(server.Id, "VmHWM") - before, 0, MostGrowth);
    }

    [ProgramFact("curl")]
    public async Task Ranges_heads_conditions_and_old_versions()
    {
        using var site = new TemporaryDirectory();
        site.Write("a.txt", "0123456789");
        await using var server = await SupervisorProcess.ListenAsync("serve", site.Path, "--listen", "127.0.0.1:0");
        var url = server.Url + "a.txt";

        Assert.Equal("234 206", await CurlAsync("-r", "2-4", "-w", " %{http_code}", url));
        Assert.Equal("789 206", await CurlAsync("-r", "-3", "-w", " %{http_code}", url));
        Assert.EndsWith(" 416", await CurlAsync("-r", "10-", "-w", " %{http_code}", url), StringComparison.Ordinal);
        var head = await CurlAsync("-I", url);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", head, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 10\r\n", head, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(" 304", await CurlAsync("-z", "Tue, 01 Jan 2999 00:00:00 GMT", "-w", " %{http_code}", url));
        Assert.Equal("0123456789 200", await CurlAsync("-z", "Sat, 01 Jan 2000 00:00:00 GMT", "-w", " %{http_code}", url));
        Assert.Equal("0123456789 200", await CurlAsync("--http1.0", "-w", " %{http_code}", url));
        Assert.Equal("0123456789 200", await CurlAsync("--http1.0", "-H", "Connection: keep-alive", "-w", " %{http_code}", url));
    }

    [ProgramFact("curl")]
    public async Task A_download_is_resumed_where_it_stopped()
    {
        using var site = new TemporaryDirectory();
        using var downloads = new TemporaryDirectory();
        site.Write("a.txt", "0123456789");
        var target = downloads.Write("a.txt", "0123");
        await using var server = await SupervisorProcess.ListenAsync("serve", site.Path, "--listen", "127.0.0.1:0");

        await CurlAsync("-C", "-", "-o", target, server.Url + "a.txt");

        Assert.Equal("0123456789", await File.ReadAllTextAsync(target));
    }

    [ProgramFact("curl")]
    public async Task Two_urls_share_one_connection()
    {
        using var site = new TemporaryDirectory();
        site.Write("a.txt", "a");
        site.Write("b.txt", "b");
        await using var server = await SupervisorProcess.ListenAsync("serve", site.Path, "--listen", "127.0.0.1:0");

        Assert.Equal("a 1 b 0 ", await CurlAsync("-w", " %{num_connects} ", server.Url + "a.txt", server.Url + "b.txt"));
    }

    [ProgramFact("curl")]
    public async Task A_chunked_upload_of_50_MB_is_counted_and_returned()
    {
        using var directory = new TemporaryDirectory();
        var upload = directory.Write("upload", Letters(LargeUpload));
        var answer = Path.Combine(directory.Path, "answer");
        await using var server = await SupervisorProcess.ListenAsync("echo", "--listen", "127.0.0.1:0");

        await CurlAsync("-T", upload, "-H", "Transfer-Encoding: chunked", "-o", answer, server.Url.ToString());

        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(answer));
        Assert.Equal("chunked", json.RootElement.GetProperty("headers").GetProperty("transfer-encoding").GetString());
        Assert.Equal(LargeUpload, json.RootElement.GetProperty("bodyLength").GetInt64());
        Assert.Equal(await File.ReadAllTextAsync(upload), json.RootElement.GetProperty("body").GetString());
    }

    private static async Task<string> CurlAsync(params string[] arguments)
    {
        var result = await Programs.RunAsync("curl", ["--silent", "--show-error", "--noproxy", "*", "--max-time", "50", .. arguments]);
        Assert.True(result.ExitCode == 0, $"curl {string.Join(' ', arguments)}: {result.ExitCode} {result.Error}");
        return result.Output;
    }

    private static byte[] Letters(int count)
    {
        var letters = new byte[count];
        for (var i = 0; i < count; i++)
            letters[i] = (byte)('a' + (i % 26));
        return letters;
    }

    private static async Task<string> HashAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexString(await SHA256.HashDataAsync(file));
    }

    private static long Resident(int process, string field)
    {
        var line = File.ReadLines($"/proc/{process}/status").Single(l => l.StartsWith(field + ":", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) * 1024;
    }
}
