using System.Globalization;
using HttpActors.Supervisor.Operations;
using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Operating;

public class PidFileTests
{
    private const string Echo = """ "a": { "type": "echo" } """;
    private const string Routes = """{ "service": "a" }""";

    [UnixFact]
    public async Task One_of_a_living_instance_is_left_to_it()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var gate = new Gate();
        var shared = Path.Combine(gate.Directory, "shared.pid");
        var first = await gate.StartAsync(Gate.Config(Echo, Routes, $", \"pidFile\": \"{shared}\""));
        await using var other = new Gate();
        other.Write(Gate.Config(Echo, Routes, $", \"pidFile\": \"{shared}\""));

        var second = await SupervisorProcess.RunAsync("run", other.ConfigFile);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"the instance with the process id {first.Id} has the pidFile '{shared}'; stop it, or choose another pidFile", second.Error);
        Assert.Equal(first.Id, Read(shared));
        Assert.Contains("200 OK", await RawClient.GetAsync(first.Url, "/"));
        Assert.Empty(Directory.GetFiles(Path.Combine(other.Directory, "control")));
        Assert.Equal(0, await first.StopAsync());
        Assert.False(File.Exists(shared));
    }

    [Theory]
    [InlineData("999999999\n")]
    [InlineData("no number")]
    [InlineData("")]
    public void One_that_nobody_living_has_is_taken(string before)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Write("pid", before);

        using (PidFile.Write(path))
            Assert.Equal(Environment.ProcessId, Read(path));

        Assert.False(File.Exists(path));
    }

    [UnixFact]
    public async Task The_number_of_another_program_is_no_instance()
    {
        await using var stranger = new Stranger();
        using var directory = new TemporaryDirectory();
        var path = directory.Write("pid", $"{stranger.Id}\n");

        using var file = PidFile.Write(path);

        Assert.Equal(Environment.ProcessId, Read(path));
    }

    [Fact]
    public void One_that_another_has_taken_is_not_removed()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "pid");
        var file = PidFile.Write(path);
        File.WriteAllText(path, "1\n");

        file.Dispose();

        Assert.Equal(1, Read(path));
    }

    private static int Read(string path) => int.Parse(File.ReadAllText(path), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);

    /// <summary>A program that waits, with our name in its arguments as an editor has it.</summary>
    private sealed class Stranger : IAsyncDisposable
    {
        private readonly System.Diagnostics.Process _process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", "read line", "vim", "/etc/httpactors.json"]) { RedirectStandardInput = true })!;

        internal int Id => _process.Id;

        public async ValueTask DisposeAsync()
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().WaitAsync(Wait.Limit);
            _process.Dispose();
        }
    }
}
