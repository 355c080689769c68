using System.Net.WebSockets;
using System.Text;

namespace HttpActors.Tests.Server;

/// <content>Both ends of a WebSocket over a tunnel.</content>
public sealed partial class TunnelTests
{
    private static async void EchoWebSocket(IncomingMessage request, NetSocket socket, ReadOnlyMemory<byte> head)
    {
        var tunnel = new HttpTunnel(request, socket, head);
        tunnel.Accept([new("Sec-WebSocket-Accept", HttpTunnel.WebSocketAccept(request))]);
        using var webSocket = WebSocket.CreateFromStream(
            tunnel.AsStream(), new WebSocketCreationOptions { IsServer = true });
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var got = await webSocket.ReceiveAsync(buffer, default);
            if (got.MessageType == WebSocketMessageType.Close)
            {
                await webSocket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
                return;
            }

            await webSocket.SendAsync(buffer.AsMemory(0, got.Count), got.MessageType, got.EndOfMessage, default);
        }
    }

    private static async Task<byte[]> ReceiveAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        ValueWebSocketReceiveResult got;
        do
        {
            got = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken);
            message.Write(buffer.AsSpan(0, got.Count));
        }
        while (!got.EndOfMessage);
        return message.ToArray();
    }
}
