using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Services;

/// <summary>A server that has used up its open files: those who are connected go on, and it recovers by itself.</summary>
public class OpenFilesTests
{
    [Fact]
    public async Task Out_of_descriptors_and_back()
    {
        if (!OperatingSystem.IsLinux())
            return;

        await using var hello = await SupervisorProcess.ListenAsync("hello", "--listen", "127.0.0.1:0");
        using var early = await ConnectAsync(hello.Url);
        Assert.Contains("Hello, World!", await ExchangeAsync(early), StringComparison.Ordinal);

        // What the runtime loads on first use must be loaded before nothing can be opened any more.
        Posix.LimitOpenFiles(hello.Id, (ulong)Directory.GetFiles($"/proc/{hello.Id}/fd").Length + 20);
        var crowd = new List<Socket>();
        for (var i = 0; i < 60; i++)
            crowd.Add(await ConnectAsync(hello.Url, () => hello.Error));
        await hello.SaidAsync("Accepting fails");

        Assert.Contains("Hello, World!", await ExchangeAsync(early), StringComparison.Ordinal);
        crowd.ForEach(socket => socket.Dispose());
        Assert.Contains("Hello, World!", await ServedAgainAsync(hello), StringComparison.Ordinal);

        // Once for each time that it began, however many accepts failed.
        Assert.InRange(hello.Error.Split("Accepting fails").Length - 1, 1, 5);
        hello.Signal(Posix.Terminate);
        Assert.Equal(0, await hello.ExitAsync());
    }

    /// <summary>Who comes while the crowd is still leaving may be sent away.</summary>
    private static async Task<string> ServedAgainAsync(SupervisorProcess tool)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var late = await ConnectAsync(tool.Url, () => tool.Error);
                return await ExchangeAsync(late);
            }
            catch (Exception refused) when (refused is SocketException or InvalidOperationException && patience.Elapsed < TimeSpan.FromSeconds(20))
            {
            }
        }
    }

    /// <param name="url">Where to.</param>
    /// <param name="said">What the tool had to say, for when it is not there any more.</param>
    private static async Task<Socket> ConnectAsync(Uri url, Func<string>? said = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await Wait.BoundedAsync(ConnectedAsync(socket, url), "A connection", () => url.ToString());
            return socket;
        }
        catch (SocketException refused) when (said is not null)
        {
            throw new InvalidOperationException($"{refused.Message}: {said()}", refused);
        }
    }

    private static async Task<bool> ConnectedAsync(Socket socket, Uri url)
    {
        await socket.ConnectAsync(url.Host, url.Port);
        return true;
    }

    private static async Task<string> ExchangeAsync(Socket socket)
    {
        await socket.SendAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray(), SocketFlags.None);
        var buffer = new byte[4096];
        var got = await Wait.BoundedAsync(socket.ReceiveAsync(buffer, SocketFlags.None), "An answer", () => "");
        return Encoding.ASCII.GetString(buffer, 0, got);
    }
}
