using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Services;

/// <summary>Clients leave in the middle of things all day; that is no failure of the server and not worth a line.</summary>
public class DisconnectTests
{
    [UnixFact]
    public async Task A_client_that_leaves_a_download_is_not_an_error()
    {
        using var site = new TemporaryDirectory();
        site.WriteRandom("large.bin", 64 << 20);
        await using var server = await SupervisorProcess.ListenAsync("serve", site.Path, "--listen", "127.0.0.1:0");

        await LeaveAsync(server, "GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n", readFirst: true);

        await EndsSilentlyAsync(server);
    }

    [UnixFact]
    public async Task A_client_that_leaves_an_upload_is_not_an_error()
    {
        await using var server = await SupervisorProcess.ListenAsync("echo", "--listen", "127.0.0.1:0");

        await LeaveAsync(server, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", readFirst: false);

        await EndsSilentlyAsync(server);
    }

    [UnixFact]
    public async Task A_file_that_becomes_shorter_breaks_its_own_download_only()
    {
        const int Length = 64 << 20;
        using var site = new TemporaryDirectory();
        site.Write("other.txt", "still here");
        var path = site.WriteRandom("large.bin", Length);
        await using var server = await SupervisorProcess.ListenAsync("serve", site.Path, "--listen", "127.0.0.1:0");
        using var client = await RawClient.ConnectAsync(server.Url);
        await client.SendAsync("GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n");
        await client.ReadAsync(1);

        using (var file = File.OpenWrite(path))
            file.SetLength(Length / 2);

        Assert.InRange(await client.DrainAsync(), 0, Length - 1);
        Assert.EndsWith("still here", await RawClient.GetAsync(server.Url, "/other.txt"), StringComparison.Ordinal);
    }

    private static async Task LeaveAsync(SupervisorProcess server, string request, bool readFirst)
    {
        using (var client = await RawClient.ConnectAsync(server.Url))
        {
            await client.SendAsync(request);
            if (readFirst)
                await client.ReadAsync(1);
            client.Reset();
        }

        // What was sent before on this machine was seen before: when this is answered, the other one was read.
        await RawClient.GetAsync(server.Url, "/");
    }

    private static async Task EndsSilentlyAsync(SupervisorProcess server)
    {
        server.Signal(Posix.Terminate);
        Assert.Equal(0, await server.ExitAsync());
        Assert.DoesNotContain("ERROR", server.Error);
        Assert.DoesNotContain("   at ", server.Error);
    }
}
