using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Services;

public class ShutdownTests
{
    /// <summary>More than the kernel buffers of both ends hold together, so that a peer that does not read stops the server.</summary>
    private const int LargeFile = 64 << 20;

    [UnixFact]
    public async Task SIGTERM_ends_cleanly() => await EndsCleanlyAsync(Posix.Terminate);

    [UnixFact]
    public async Task SIGINT_ends_cleanly() => await EndsCleanlyAsync(Posix.Interrupt);

    [UnixFact]
    public async Task The_end_of_the_terminal_ends_cleanly() => await EndsCleanlyAsync(Posix.HangUp);

    [UnixFact]
    public async Task An_idle_connection_does_not_hold_up_the_end()
    {
        await using var server = await SupervisorProcess.ListenAsync("hello", "--listen", "127.0.0.1:0", "--drain-timeout", "60");
        using var idle = await RawClient.ConnectAsync(server.Url);
        await idle.SendAsync("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        await idle.ReadAsync(1);

        server.Signal(Posix.Terminate);

        // Less than the drain timeout: it must not be what ended the process.
        Assert.Equal(0, await server.ExitAsync().WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [UnixFact]
    public async Task A_running_download_is_finished_first()
    {
        using var site = new TemporaryDirectory();
        site.WriteRandom("large.bin", LargeFile);
        await using var server = await SupervisorProcess.ListenAsync("serve", site.Path, "--listen", "127.0.0.1:0", "--drain-timeout", "60");
        using var client = await StartDownloadAsync(server);

        server.Signal(Posix.Interrupt);
        await server.SaidAsync("stopping; 1 open connection");

        Assert.InRange(await client.DrainAsync(), LargeFile, LargeFile + 4096);
        Assert.Equal(0, await server.ExitAsync());
    }

    [UnixFact]
    public async Task A_second_signal_ends_what_is_still_running()
    {
        using var site = new TemporaryDirectory();
        site.WriteRandom("large.bin", LargeFile);
        await using var server = await SupervisorProcess.ListenAsync("serve", site.Path, "--listen", "127.0.0.1:0", "--drain-timeout", "3600");
        using var client = await StartDownloadAsync(server);

        server.Signal(Posix.Interrupt);
        await server.SaidAsync("stopping; 1 open connection");
        server.Signal(Posix.Terminate);

        Assert.Equal(0, await server.ExitAsync());
        Assert.InRange(await client.DrainAsync(), 0, LargeFile - 1);
        Assert.Contains("a second signal ended what was still running", server.Error);
    }

    [UnixFact]
    public async Task A_second_SIGTERM_ends_sixty_four_downloads_at_once()
    {
        const int Clients = 64;
        using var site = new TemporaryDirectory();
        site.WriteRandom("large.bin", LargeFile);
        await using var server = await SupervisorProcess.ListenAsync("serve", site.Path, "--listen", "127.0.0.1:0", "--drain-timeout", "3600");
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => StartDownloadAsync(server)));

        server.Signal(Posix.Terminate);
        await server.SaidAsync($"stopping; {Clients} open connections");
        server.Signal(Posix.Terminate);

        // Nobody reads meanwhile: it is the signal that ends them, within the bound on every wait.
        Assert.Equal(ExitCodes.Clean, await server.ExitAsync());
        Assert.Contains("a second signal ended what was still running", server.Error);
        Assert.All(await Task.WhenAll(clients.Select(client => client.DrainAsync())), static read => Assert.InRange(read, 0, LargeFile - 1));
        Array.ForEach(clients, static client => client.Dispose());
    }

    [UnixFact]
    public async Task The_drain_timeout_ends_what_is_still_running()
    {
        using var site = new TemporaryDirectory();
        site.WriteRandom("large.bin", LargeFile);
        await using var server = await SupervisorProcess.ListenAsync("serve", site.Path, "--listen", "127.0.0.1:0", "--drain-timeout", "0.2");
        using var client = await StartDownloadAsync(server);

        server.Signal(Posix.Terminate);

        Assert.Equal(0, await server.ExitAsync());
        Assert.InRange(await client.DrainAsync(), 0, LargeFile - 1);
        Assert.Contains("the drain timeout ended what was still running", server.Error);
    }

    private static async Task<RawClient> StartDownloadAsync(SupervisorProcess server)
    {
        var client = await RawClient.ConnectAsync(server.Url);
        await client.SendAsync("GET /large.bin HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        await client.ReadAsync(1);
        return client;
    }

    private static async Task EndsCleanlyAsync(int signal)
    {
        await using var server = await SupervisorProcess.ListenAsync("echo", "--listen", "127.0.0.1:0");

        server.Signal(signal);

        Assert.Equal(0, await server.ExitAsync());
        Assert.Equal("", server.Error.Trim());
    }
}
