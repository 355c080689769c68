namespace HttpActors;

/// <summary>A request with its response, as <see cref="HttpServer.Requests"/> publishes them.</summary>
/// <param name="Request">What the client sent.</param>
/// <param name="Response">What it will get.</param>
public readonly record struct HttpExchange(IncomingMessage Request, ServerResponse Response)
{
    /// <summary>
    /// Says that answering failed, as if the handler had thrown: logged once, 500 where nothing was sent, the connection
    /// breaks otherwise. For operator chains, which would unsubscribe themselves by throwing: call it in <c>Catch</c>.
    /// Any thread.
    /// </summary>
    /// <param name="error">What went wrong.</param>
    public void Fail(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        Request.Exchange.FailHandler(error);
    }
}
