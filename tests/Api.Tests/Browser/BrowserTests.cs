using System.Diagnostics;
using System.Net.WebSockets;

namespace HttpActors.Tests.Browser;

/// <summary>Pages in a real browser, without a window: a WebSocket, and events that a server sends.</summary>
public sealed class BrowserTests : ServerTest
{
    private const string WebSocketPage = """
        <!DOCTYPE html><script>
        const socket = new WebSocket(`ws://${location.host}/echo`);
        const seen = [];
        socket.onopen = () => socket.send('hello');
        socket.onmessage = event => {
          seen.push(event.data);
          if (seen.length === 1) socket.send('é'.repeat(100000)); else socket.close(1000, 'done');
        };
        socket.onclose = event => fetch('/result', { method: 'POST', body: `${seen[0]} ${seen[1]?.length} ${event.code} ${event.wasClean}` });
        </script>
        """;

    private const string EventsPage = """
        <!DOCTYPE html><script>
        const events = new EventSource('/events');
        const seen = [];
        events.addEventListener('tick', event => {
          seen.push(`${event.lastEventId}:${event.data}`);
          if (seen.length === 3) { events.close(); fetch('/result', { method: 'POST', body: seen.join(' ') }); }
        });
        </script>
        """;

    [BrowserFact]
    public async Task A_WebSocket_echo_works_in_a_browser()
    {
        var result = Promise<string>();
        var server = Create();
        server.RequestReceived += (request, response) => ServePage(request, response, WebSocketPage, result);
        server.UpgradeRequested += EchoAsync;
        await ListenAsync(server);

        Assert.Equal("hello 100000 1000 true", await ResultInBrowserAsync(server, result));
    }

    [BrowserFact]
    public async Task Events_that_the_server_sends_arrive_in_a_browser_one_by_one()
    {
        var result = Promise<string>();
        var server = Create();
        server.RequestReceived += (request, response) =>
        {
            if (request.Url == "/events")
            {
                SendEventsAsync(response);
            }
            else
            {
                ServePage(request, response, EventsPage, result);
            }
        };
        await ListenAsync(server);

        Assert.Equal("0:a 1:b 2:c", await ResultInBrowserAsync(server, result));
    }

    private static async void ServePage(IncomingMessage request, ServerResponse response, string page, TaskCompletionSource<string> result)
    {
        if (request.Url == "/result")
        {
            result.TrySetResult(await request.ReadStringAsync());
        }

        response.SetHeader("Content-Type", "text/html; charset=utf-8").End(request.Url == "/" ? page : "");
    }

    private static async void SendEventsAsync(ServerResponse response)
    {
        response.WriteHead(200, [new("Content-Type", "text/event-stream"), new("Cache-Control", "no-store")]);
        foreach (var (id, data) in new[] { "a", "b", "c" }.Index())
        {
            await response.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"event: tick\nid: {id}\ndata: {data}\n\n"));
        }
    }

    private static async void EchoAsync(IncomingMessage request, NetSocket socket, ReadOnlyMemory<byte> head)
    {
        var tunnel = new HttpTunnel(request, socket, head);
        tunnel.Accept([new("Sec-WebSocket-Accept", HttpTunnel.WebSocketAccept(request))]);
        using var webSocket = WebSocket.CreateFromStream(tunnel.AsStream(), new WebSocketCreationOptions { IsServer = true });
        var buffer = new byte[16 * 1024];
        while (webSocket.State == WebSocketState.Open)
        {
            var got = await webSocket.ReceiveAsync(buffer, default);
            await (got.MessageType == WebSocketMessageType.Close
                ? webSocket.CloseAsync(got.CloseStatus ?? WebSocketCloseStatus.NormalClosure, null, default)
                : webSocket.SendAsync(buffer.AsMemory(0, got.Count), got.MessageType, got.EndOfMessage, default).AsTask());
        }
    }

    private static async Task<string> ResultInBrowserAsync(HttpServer server, TaskCompletionSource<string> result)
    {
        var profile = Directory.CreateTempSubdirectory("browser-");
        var start = new ProcessStartInfo(
            BrowserFactAttribute.Browser!,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server",
                "--remote-debugging-port=0", $"--user-data-dir={profile.FullName}", $"http://{server.Address}/",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var browser = Process.Start(start)!;
        try
        {
            // A browser takes its time to start.
            return await result.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
        finally
        {
            browser.Kill(entireProcessTree: true);
            await browser.WaitForExitAsync().InTime();
            await Bounded.Until(() => TryDelete(profile));
        }
    }

    private static bool TryDelete(DirectoryInfo directory)
    {
        try
        {
            directory.Delete(recursive: true);
            return true;
        }
        catch (IOException)
        {
            // A process of the browser is still on its way out.
            return false;
        }
    }
}
