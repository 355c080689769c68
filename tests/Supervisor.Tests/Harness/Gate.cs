using System.Globalization;
using System.Text.RegularExpressions;

namespace HttpActors.Supervisor.Tests.Harness;

/// <summary>A configuration in a directory of its own, and the tool that runs it.</summary>
internal sealed partial class Gate : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private SupervisorProcess? _process;

    /// <summary>
    /// A request that lacks the last three octets of its body, "def". What it has keeps it above the least rate of bodies
    /// for longer than any test.
    /// </summary>
    internal static string UnfinishedPost { get; } = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20003\r\n\r\n" + new string('a', 20000);

    internal string Directory => _directory.Path;

    internal string ConfigFile => Path.Combine(_directory.Path, "httpactors.json");

    internal SupervisorProcess Process => _process!;

    internal static string UserAssembly => typeof(Gate).Assembly.Location;

    /// <summary>The control socket lies beside the file: parallel tests of one user must not meet.</summary>
    /// <param name="services">The members of <c>services</c>.</param>
    /// <param name="routes">The routes of the first listener.</param>
    /// <param name="rest">More members, with a comma before each.</param>
    /// <param name="listeners">More listeners, with a comma before each.</param>
    internal static string Config(string services, string routes, string rest = "", string listeners = "") => $$"""
        {
          "listeners": [ { "address": "127.0.0.1:0", "routes": [ {{routes}} ] }{{listeners}} ],
          "services": { {{services}} },
          "admin": { "address": "127.0.0.1:0" },
          "control": { "path": "control/socket" }{{rest}}
        }
        """;

    internal async Task<SupervisorProcess> StartAsync(string config, params (string Name, string Value)[] environment)
    {
        Write(config);
        if (_process is not null)
            await _process.DisposeAsync();
        _process = await SupervisorProcess.ListenWithAsync(environment, "run", ConfigFile);
        return _process;
    }

    /// <summary>Every service runs.</summary>
    internal async Task SettledAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        string status;
        do
        {
            status = (await TellAsync("status", "--json")).Output;
            if (TimeProvider.System.GetElapsedTime(started) > Wait.Limit)
                throw new TimeoutException($"Not all services run: {status}{Process.Error}");
        }
        while (!State().IsMatch(status) || State().Matches(status).Any(state => state.Groups[1].Value != "running"));
    }

    /// <summary>Renamed into place, as editors do.</summary>
    internal void Write(string config)
    {
        var part = _directory.Write("httpactors.json.new", config);
        File.Move(part, ConfigFile, overwrite: true);
    }

    internal Task<ProgramResult> TellAsync(params string[] command) => SupervisorProcess.RunAsync([.. command, "--config", ConfigFile]);

    /// <summary>Asks for the status, as JSON, until it has the words in it.</summary>
    internal async Task<string> UntilAsync(string words)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var status = await TellAsync("status", "--json");
            if (status.Output.Contains(words, StringComparison.Ordinal))
                return status.Output;
            if (TimeProvider.System.GetElapsedTime(started) > Wait.Limit)
                throw new TimeoutException($"'{words}' did not come into the status: {status.Output}{status.Error}{Process.Error}");
        }
    }

    /// <summary>The address of the admin listener.</summary>
    internal async Task<Uri> AdminAsync()
    {
        var line = await Process.SaidAsync("/livez");
        return new Uri(AdminUrl().Match(line).Value);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _directory.Dispose();
    }

    internal static string Code(string type, string settings = "", string more = "") => string.Create(CultureInfo.InvariantCulture,
        $$"""{ "type": "code", "assembly": "{{UserAssembly}}", "class": "HttpActors.Supervisor.Tests.UserCode.{{type}}", "settings": { {{settings}} }{{more}} }""");

    [GeneratedRegex("\"state\": \"([a-z-]+)\"")]
    private static partial Regex State();

    [GeneratedRegex("http://[^/]+")]
    private static partial Regex AdminUrl();
}
