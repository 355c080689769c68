using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests;

/// <summary>What this project is for holds: without it the services would run on event loops once more.</summary>
public class ThreadPoolSwitchTests
{
    [Fact]
    public async Task A_service_has_no_event_loop()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        await using var server = await SupervisorProcess.ListenAsync("hello", "--listen", "127.0.0.1:0");
        await RawClient.GetAsync(server.Url, "/");

        var names = Directory.GetDirectories($"/proc/{server.Id}/task").Select(thread => File.ReadAllText(Path.Combine(thread, "comm")));
        Assert.DoesNotContain(names, name => name.StartsWith("http-loop", StringComparison.Ordinal));
    }
}
