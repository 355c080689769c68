using System.Net.Sockets;
using HttpActors.Protocol;

namespace HttpActors.Actors.Client;

/// <summary>What a request that failed is told: a stable code, where it was in its life, where it went, which attempt.</summary>
internal static class ClientErrors
{
    /// <summary>The connection of <paramref name="exchange"/> ended for this reason.</summary>
    public static HttpException For(ClientExchange exchange, CloseReason reason, ProtocolError? error) => reason switch
    {
        CloseReason.ProtocolError when error is not null => Make(exchange, error.Code, $"The response cannot be read: {error.Message}"),
        CloseReason.HeadersTimeout => TimedOut(exchange, "ERR_HTTP_HEADERS_TIMEOUT", "The response's head did not come within the time (HeadersTimeout)."),
        CloseReason.BodyTimeout => TimedOut(exchange, "ERR_HTTP_BODY_TIMEOUT", "Nothing of the response's body was heard, or taken, within the time (BodyTimeout)."),
        CloseReason.InactivityTimeout => TimedOut(exchange, "ETIMEDOUT", "Nothing moved on the connection within the time (Timeout), and nobody listened for that."),
        CloseReason.OutputLimit => Make(exchange, "ERR_HTTP_OUTPUT_LIMIT", "More was written than the server took, beyond the limit."),
        CloseReason.Discarded => Make(exchange, "ERR_HTTP_BODY_DISCARDED", "Nobody took the response's body."),
        CloseReason.Destroyed when exchange.Agent.IsDestroyed => Destroyed(exchange),
        CloseReason.ServerStopped or CloseReason.ActorFailed or CloseReason.Retired => Destroyed(exchange),
        CloseReason.NotAccepted => Make(exchange, "ECONNRESET", "The server switched protocols and nobody listens for that."),
        _ when exchange.HasResponse => Make(exchange, "ECONNRESET", "aborted"),
        _ => Make(exchange, "ECONNRESET", "socket hang up"),
    };

    /// <summary>The connection could not be made.</summary>
    public static HttpException Connecting(ClientExchange exchange, Exception cause) => cause switch
    {
        TimeoutException => TimedOut(exchange, "ERR_HTTP_CONNECT_TIMEOUT", $"No connection to {exchange.Origin} within the time (ConnectTimeout)."),
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } socket when exchange.Origin.Key.SocketPath is { } path =>
            Make(exchange, "ENOENT", $"connect ENOENT {path}: no such socket", socket),
        SocketException socket when exchange.Origin.Key.SocketPath is { } path =>
            Make(exchange, CodeOf(socket.SocketErrorCode), $"connect {CodeOf(socket.SocketErrorCode)} {path}: {socket.Message}", socket),
        SocketException socket => Make(exchange, CodeOf(socket.SocketErrorCode), $"connect {CodeOf(socket.SocketErrorCode)} {exchange.Origin}: {socket.Message}", cause),
        IHttpError known => Make(exchange, known.Code, cause.Message, cause),
        _ => Make(exchange, "ERR_HTTP_CONNECT_FAILED", $"connect {exchange.Origin}: {cause.Message}", cause),
    };

    /// <summary>User code of the request threw, or wrote what cannot be written.</summary>
    public static HttpException Callback(ClientExchange exchange, Exception thrown) => thrown is LocalProtocolException local
        ? Make(exchange, local.Code, local.Message, local)
        : Make(exchange, "ERR_HTTP_HANDLER_FAILED", $"A callback of the request failed: {thrown.Message}", thrown);

    public static HttpException QueueFull(ClientExchange exchange, int limit) =>
        Make(exchange, "ERR_HTTP_QUEUE_FULL", $"{limit} requests wait for a connection to {exchange.Origin} already (MaxQueuedRequests).");

    public static HttpException QueueTimedOut(ClientExchange exchange) =>
        TimedOut(exchange, "ERR_HTTP_QUEUE_TIMEOUT", $"No connection to {exchange.Origin} became free within the time (QueueTimeout).");

    public static HttpException AgentClosed(ClientExchange exchange) =>
        Make(exchange, "ERR_AGENT_CLOSED", "The agent is closed.");

    public static HttpException HangUp(ClientExchange exchange) => Make(exchange, "ECONNRESET", "socket hang up");

    private static HttpException Destroyed(ClientExchange exchange) => Make(exchange, "ERR_AGENT_DESTROYED", "The agent was destroyed.");

    private static HttpException Make(ClientExchange exchange, string code, string message, Exception? cause = null) =>
        new(code, message, cause) { Phase = exchange.Phase, Origin = exchange.Origin.ToString(), Attempt = exchange.Attempt };

    private static HttpTimeoutException TimedOut(ClientExchange exchange, string code, string message) =>
        new(code, message) { Phase = exchange.Phase, Origin = exchange.Origin.ToString(), Attempt = exchange.Attempt };

    private static string CodeOf(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "ECONNREFUSED",
        SocketError.ConnectionReset => "ECONNRESET",
        SocketError.HostNotFound or SocketError.NoData => "ENOTFOUND",
        SocketError.TryAgain => "EAI_AGAIN",
        SocketError.TimedOut => "ETIMEDOUT",
        SocketError.HostUnreachable => "EHOSTUNREACH",
        SocketError.NetworkUnreachable => "ENETUNREACH",
        SocketError.AddressNotAvailable => "EADDRNOTAVAIL",
        SocketError.AddressAlreadyInUse => "EADDRINUSE",
        SocketError.AccessDenied => "EACCES",
        SocketError.TooManyOpenSockets => "EMFILE",
        _ => "ERR_HTTP_CONNECT_FAILED",
    };
}
