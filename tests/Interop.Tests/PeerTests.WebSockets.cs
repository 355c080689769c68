using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using HttpActors.Interop.Harness;

namespace HttpActors.Interop;

/// <content>The upgrade to a WebSocket (RFC 6455 section 4), and the base library's client on what is left of the connection.</content>
public abstract partial class PeerTests
{
    [PeerFact]
    public async Task A_WebSocket_echoes_text_and_octets_and_is_closed()
    {
        using var socket = await UpgradeAsync($"{peer.Behind}/socket");
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, default).InTime();
        Assert.Equal("hello"u8.ToArray(), await ReceiveAsync(socket, WebSocketMessageType.Text));

        var octets = new byte[300_000];
        new Random(1).NextBytes(octets);
        var sent = socket.SendAsync(octets, WebSocketMessageType.Binary, true, default);
        Assert.Equal(octets, await ReceiveAsync(socket, WebSocketMessageType.Binary));
        await sent.InTime();

        await socket.SendAsync("in "u8.ToArray(), WebSocketMessageType.Text, false, default).InTime();
        await socket.SendAsync("pieces"u8.ToArray(), WebSocketMessageType.Text, true, default).InTime();
        Assert.Equal("in pieces"u8.ToArray(), await ReceiveAsync(socket, WebSocketMessageType.Text));

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", default).InTime();
        Assert.Equal(WebSocketState.Closed, socket.State);
        Assert.Equal((WebSocketCloseStatus.NormalClosure, "done"), (socket.CloseStatus, socket.CloseStatusDescription));
        socket.Dispose();
        await Bounded.Until(() => Agent.GetStats().OpenConnections == 0);
    }

    private protected async Task AnUnknownUpgradeIsAnOrdinaryRequest()
    {
        var request = Http.Get(To("/text", "GET", [new("Connection", "Upgrade"), new("Upgrade", "other/1")]));
        var upgraded = false;
        request.Upgraded += (_, _, _) => upgraded = true;
        Assert.Equal(Peer.Text, await TextOfAsync(request));
        Assert.False(upgraded);
    }

    private protected async Task<WebSocket> UpgradeAsync(string path)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var request = Http.Get(To(path, "GET",
        [
            new("Connection", "Upgrade"), new("Upgrade", "websocket"),
            new("Sec-WebSocket-Version", "13"), new("Sec-WebSocket-Key", key),
        ]));
        var upgraded = new TaskCompletionSource<WebSocket>(TaskCreationOptions.RunContinuationsAsynchronously);
        request.Upgraded += (response, socket, first) =>
        {
            Assert.Equal(101, response.StatusCode);
            Assert.Equal(AcceptOf(key), response.Headers["sec-websocket-accept"]);
            socket.Unshift(first);
            upgraded.SetResult(WebSocket.CreateFromStream(socket.AsStream(), new WebSocketCreationOptions()));
        };
        request.Errored += error => upgraded.TrySetException(error);
        return await upgraded.Task.InTime();
    }

    private protected static async Task<byte[]> ReceiveAsync(WebSocket socket, WebSocketMessageType type)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        ValueWebSocketReceiveResult got;
        do
        {
            got = await socket.ReceiveAsync(buffer.AsMemory(), default).InTime();
            Assert.Equal(type, got.MessageType);
            message.Write(buffer, 0, got.Count);
        }
        while (!got.EndOfMessage);
        return message.ToArray();
    }

    private static string AcceptOf(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
}
