using HttpActors.Actors;
using HttpActors.Actors.Server;

namespace HttpActors;

/// <content>Expect, and what listening for it changes.</content>
public sealed partial class HttpServer : IServerEvents
{
    private readonly Listeners<HttpExchange> _continueListeners = new();
    private readonly Listeners<HttpExchange> _expectationListeners = new();
    private readonly ServerStream<HttpExchange> _continueRequests;
    private readonly ServerStream<HttpExchange> _expectationRequests;

    /// <summary>
    /// Raised instead of <see cref="RequestReceived"/> for a request with <c>Expect: 100-continue</c>. Whoever listens
    /// calls <see cref="ServerResponse.WriteContinue"/> and takes the body, or sends a final status, which closes the
    /// connection while the body is not there. When nobody listens, here or to <see cref="ContinueRequests"/>, 100 is
    /// sent and the request is an ordinary one.
    /// </summary>
    public event RequestListener ContinueExpected
    {
        add => _continueListeners.Add(value, exchange => value(exchange.Request, exchange.Response));
        remove => _continueListeners.Remove(value);
    }

    /// <summary>
    /// Raised instead of <see cref="RequestReceived"/> for a request with another <c>Expect</c>. When nobody listens,
    /// here or to <see cref="ExpectationRequests"/>, it is refused with 417.
    /// </summary>
    public event RequestListener ExpectationReceived
    {
        add => _expectationListeners.Add(value, exchange => value(exchange.Request, exchange.Response));
        remove => _expectationListeners.Remove(value);
    }

    /// <summary>What <see cref="ContinueExpected"/> raises as one stream, delivered as <see cref="Requests"/> is.</summary>
    public IObservable<HttpExchange> ContinueRequests => _continueRequests;

    /// <summary>What <see cref="ExpectationReceived"/> raises as one stream, delivered as <see cref="Requests"/> is.</summary>
    public IObservable<HttpExchange> ExpectationRequests => _expectationRequests;

    bool IServerEvents.Hears(RequestKind kind) => kind switch
    {
        RequestKind.Connect => _connectListeners.Any || _connectRequests.Any,
        RequestKind.Upgrade => _upgradeListeners.Any || _upgradeRequests.Any,
        RequestKind.Continue => _continueListeners.Any || _continueRequests.Any,
        RequestKind.Expectation => _expectationListeners.Any || _expectationRequests.Any,
        _ => true,
    };

    private (Listeners<HttpExchange> Listeners, ServerStream<HttpExchange> Stream) ListenersOf(RequestKind kind) => kind switch
    {
        RequestKind.Continue => (_continueListeners, _continueRequests),
        RequestKind.Expectation => (_expectationListeners, _expectationRequests),
        _ => (_requestListeners, _requests),
    };
}
