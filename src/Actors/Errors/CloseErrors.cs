namespace HttpActors.Actors;

/// <summary>What an exchange that was cut off is told.</summary>
internal static class CloseErrors
{
    /// <summary>The error of an exchange that ended for this reason.</summary>
    public static HttpException For(CloseReason reason, string detail = "aborted") =>
        new(CodeOf(reason), $"{detail} ({Explain(reason)})");

    private static string CodeOf(CloseReason reason) => reason switch
    {
        CloseReason.InactivityTimeout or CloseReason.HeadersTimeout or CloseReason.KeepAliveTimeout
            or CloseReason.BodyTimeout => "ETIMEDOUT",
        CloseReason.RequestTimeout => "ERR_HTTP_REQUEST_TIMEOUT",
        CloseReason.ProtocolError => "HPE_INVALID_BODY",
        CloseReason.OutputLimit => "ERR_HTTP_OUTPUT_LIMIT",
        _ => "ECONNRESET",
    };

    private static string Explain(CloseReason reason) => reason switch
    {
        CloseReason.PeerAborted or CloseReason.PeerClosed => "the peer ended the connection in the middle of an exchange",
        CloseReason.TransportFailed => "the connection broke",
        CloseReason.ProtocolError => "the peer broke the protocol",
        CloseReason.InactivityTimeout => "nothing moved on the connection for the inactivity timeout",
        CloseReason.RequestTimeout => "the request came too slowly",
        CloseReason.HandlerFailed => "a handler failed",
        CloseReason.Destroyed => "the connection was destroyed by the program",
        CloseReason.OutputLimit => "more was written than the peer took, beyond the limit",
        CloseReason.ServerClosing or CloseReason.ServerStopped => "the server stopped",
        _ => "the connection was closed",
    };
}
