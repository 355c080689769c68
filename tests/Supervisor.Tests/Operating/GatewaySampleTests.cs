using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Operating;

/// <summary>samples/gateway as its README tells it: what people copy first has to run.</summary>
public class GatewaySampleTests
{
    [UnixFact]
    public async Task The_sample_runs_breaks_and_is_repaired()
    {
        await using var gate = new Gate();
        Copy("httpactors.json", gate.ConfigFile);
        Copy("public/index.html", Path.Combine(gate.Directory, "public/index.html"));
        var greeter = new DirectoryInfo(AppContext.BaseDirectory);
        var built = Path.Combine(greeter.Parent!.Parent!.FullName, "Greeter", greeter.Name, "Greeter.dll");
        File.Copy(built, Directory(Path.Combine(gate.Directory, "greeter/out/Greeter.dll")));

        var text = (await File.ReadAllTextAsync(gate.ConfigFile)).Replace("127.0.0.1:9901", "127.0.0.1:0", StringComparison.Ordinal);
        var server = await gate.StartAsync(text, ("LISTEN", "127.0.0.1:0"), ("GREETING", "Good day"));
        await gate.SettledAsync();

        Assert.Contains("Good day, 127.0.0.1:", await RawClient.GetAsync(server.Url, "/greet"));
        Assert.Contains("<html", await RawClient.GetAsync(server.Url, "/"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"method\":\"GET\"", await RawClient.GetAsync(server.Url, "/echo"));
        Assert.Contains("Location: /\r\n", await RawClient.GetAsync(server.Url, "/old/page"));

        var broken = Path.Combine(gate.Directory, "broken");
        await File.WriteAllTextAsync(broken, "");
        for (var i = 0; i < 3; i++)
            Assert.StartsWith("HTTP/1.1 500 ", await RawClient.GetAsync(server.Url, "/greet"), StringComparison.Ordinal);
        await server.SaidAsync("3 requests failed within 10s; last: InvalidOperationException: cannot greet: somebody broke me");

        File.Delete(broken);
        await gate.TellAsync("restart", "greeter");
        await gate.SettledAsync();
        Assert.Contains("Good day, 127.0.0.1:", await RawClient.GetAsync(server.Url, "/greet"));
        Assert.Equal(0, await server.StopAsync());
        Assert.Contains("GET /greet 500 ", await File.ReadAllTextAsync(Path.Combine(gate.Directory, "access.log")));
    }

    private static void Copy(string name, string to) => File.Copy(Path.Combine(Sample, name), Directory(to));

    private static string Directory(string file)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return file;
    }

    private static string Sample
    {
        get
        {
            var directory = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(directory!.FullName, "HttpActors.sln")))
                directory = directory.Parent;
            return Path.Combine(directory.FullName, "samples/gateway");
        }
    }
}
