using System.IO.Pipelines;
using System.Text;

namespace HttpActors;

/// <summary>
/// A connection that was taken over, with CONNECT or with Upgrade: HTTP has ended on it, nothing is parsed, no timer
/// runs, and whoever listens answers the request and ends the connection.
/// </summary>
/// <example>
/// A WebSocket:
/// <code>
/// server.UpgradeRequested += async (request, socket, head) =&gt;
/// {
///     var tunnel = new HttpTunnel(request, socket, head);
///     tunnel.Accept([new("Sec-WebSocket-Accept", HttpTunnel.WebSocketAccept(request))]);
///     using var webSocket = WebSocket.CreateFromStream(
///         tunnel.AsStream(), new WebSocketCreationOptions { IsServer = true });
///     await webSocket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, default);
/// };
/// </code>
/// </example>
/// <param name="Request">The request; it has no body.</param>
/// <param name="Socket">The connection.</param>
/// <param name="Head">What came behind the request's head; often nothing. It belongs to the receiver.</param>
public sealed record HttpTunnel(IncomingMessage Request, NetSocket Socket, ReadOnlyMemory<byte> Head)
{
    private const string WebSocketKeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private bool _headGiven;

    /// <summary>Accepts: 101 to an upgrade, with the protocol that was asked for; 200 to CONNECT.</summary>
    /// <param name="headers">Fields of the answer. Null: none of one's own; <c>Connection</c> and <c>Upgrade</c> are added where they are missing.</param>
    /// <exception cref="HttpArgumentException">A name or value is not what HTTP allows.</exception>
    public void Accept(IEnumerable<KeyValuePair<string, string>>? headers = null)
    {
        if (Request.Method == HttpConnect)
        {
            Socket.Write(Answer("200 Connection Established", headers));
            return;
        }

        var fields = new HttpHeaders();
        fields.Set("Connection", "Upgrade");
        fields.Set("Upgrade", Request.Headers["upgrade"] ?? "");
        foreach (var (name, value) in headers ?? [])
        {
            fields.Set(name, value);
        }

        Socket.Write(Answer("101 Switching Protocols", fields));
    }

    /// <summary>Refuses and ends the connection.</summary>
    /// <param name="statusCode">300 to 599. Default 400.</param>
    /// <exception cref="HttpRangeException"><c>ERR_HTTP_INVALID_STATUS_CODE</c>.</exception>
    public void Refuse(int statusCode = 400)
    {
        if (statusCode is < 300 or > 599)
        {
            throw new HttpRangeException("ERR_HTTP_INVALID_STATUS_CODE", nameof(statusCode), $"{statusCode} refuses nothing.");
        }

        var reason = Protocol.StatusCodes.ReasonPhrase(statusCode);
        Socket.End(Answer($"{statusCode} {reason}", [new("Connection", "close"), new("Content-Length", "0")]));
    }

    /// <summary>Both directions as a stream, <see cref="Head"/> first. Disposing it ends the connection.</summary>
    /// <returns>The stream.</returns>
    public Stream AsStream()
    {
        GiveHead();
        return Socket.AsStream();
    }

    /// <summary>Both directions as pipes, <see cref="Head"/> first. Completing both ends the connection.</summary>
    /// <returns>The pipes.</returns>
    public IDuplexPipe AsDuplexPipe()
    {
        GiveHead();
        return Socket.AsDuplexPipe();
    }

    /// <summary>The value of <c>Sec-WebSocket-Accept</c> for a request (RFC 6455 section 4.2.2).</summary>
    /// <param name="request">The request for the upgrade.</param>
    /// <returns>The value; for a request without <c>Sec-WebSocket-Key</c> one that no client accepts.</returns>
    public static string WebSocketAccept(IncomingMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var key = request.Headers["sec-websocket-key"] + WebSocketKeySuffix;
#pragma warning disable CA5350 // The protocol says SHA-1; nothing is kept secret by it.
        return Convert.ToBase64String(System.Security.Cryptography.SHA1.HashData(Encoding.Latin1.GetBytes(key)));
#pragma warning restore CA5350
    }

    private const string HttpConnect = "CONNECT";

    private static byte[] Answer(string status, IEnumerable<KeyValuePair<string, string>>? headers)
    {
        var head = new StringBuilder("HTTP/1.1 ").Append(status).Append("\r\n");
        foreach (var (name, value) in headers ?? [])
        {
            HeaderValidation.Check(name, value);
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }

    private void GiveHead()
    {
        if (!_headGiven && !Head.IsEmpty)
        {
            _headGiven = true;
            Socket.Unshift(Head);
        }
    }
}
