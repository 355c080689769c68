using System.Diagnostics;
using HttpActors.Actors.Client;
using HttpActors.Actors.Telemetry;
using HttpActors.Protocol;

namespace HttpActors;

/// <summary>A request on its way to a server (<c>http.ClientRequest</c>), made by <c>Http.Request</c> and <c>Http.Get</c>.</summary>
/// <remarks>
/// It asks for a connection when it is made. Its head can be changed until the first write, flush or end; without
/// <c>End</c> it is never complete. Its events come one at a time, in its connection's turn; a listener that comes late
/// for an event that happens once is told all the same. There is at most one error, before <c>Closed</c>.
/// </remarks>
/// <example>
/// <code>
/// var request = Http.Request(
///     new ClientRequestOptions { Host = "127.0.0.1", Port = 8080, Method = "POST", Path = "/things" },
///     response =&gt;
///     {
///         Console.WriteLine(response.StatusCode);
///         response.DataReceived += data =&gt; Console.WriteLine(data.Length);
///     });
/// request.Errored += error =&gt; Console.WriteLine(error.Message);
/// request.Write("one ");
/// request.End("body");
/// </code>
/// </example>
public sealed partial class ClientRequest : OutgoingMessage
{
    private readonly ClientExchange _exchange;
    private readonly ClientRequestOptions _options;
    private readonly string _host;
    private string _path;
    private IncomingMessage? _response;
    private bool _isTold;

    internal ClientRequest(ClientExchange exchange, string method, in RequestTarget target, ClientRequestOptions options)
        : base(exchange)
    {
        _exchange = exchange;
        _options = options;
        _host = target.Host;
        _path = target.Path;
        Method = method;
        exchange.Party = this;
    }

    /// <summary>The method, in upper case.</summary>
    public string Method { get; }

    /// <summary>The target; it can be changed until the head is built.</summary>
    /// <exception cref="HttpArgumentException"><c>ERR_UNESCAPED_CHARACTERS</c>.</exception>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_HEADERS_SENT</c>.</exception>
    public string Path
    {
        get => _path;
        set
        {
            var path = RequestTarget.CheckPath(value);
            if (HeadersSent)
            {
                throw new HttpStateException("ERR_HTTP_HEADERS_SENT", "Cannot set the path after the head was sent.");
            }

            _path = path;
        }
    }

    /// <summary>The server's name or address.</summary>
    public string Host => _host;

    /// <summary><c>http:</c>.</summary>
    public string Protocol => "http:";

    /// <summary>Whether it was sent on a connection that had served another request: one that fails there may be tried again.</summary>
    public bool ReusedSocket => _exchange.IsReused;

    internal string? HostField { get; init; }

    /// <summary>Host and port as in a URL, whatever way leads there.</summary>
    internal string Authority => _exchange.Origin.Key.Authority;

    private protected override bool IsBeyondHarm => _exchange.IsOver;

    private protected override NetSocket? AssignedSocket =>
        _exchange is { HasSocket: true, Carrier: { } connection } ? NetSocket.Of(connection) : null;

    /// <summary>Destroys the request: <see cref="OutgoingMessage.Destroy"/> by another name.</summary>
    public void Abort() => Destroy();

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Path}";

    /// <summary>Asks for a connection. <paramref name="ends"/>: the request ends now, with <paramref name="body"/>.</summary>
    internal ClientRequest Submit(bool ends, ReadOnlyMemory<byte> body = default, CancellationToken cancellationToken = default)
    {
        if (_options.Timeout > TimeSpan.Zero)
        {
            _exchange.SetTimeout(_options.Timeout);
        }

        if (HttpInstruments.ClientExchangesAreObserved)
        {
            Observe();
        }

        if (ends)
        {
            EndWhole(body);
        }

        _exchange.Submit(cancellationToken.CanBeCanceled ? cancellationToken : _options.CancellationToken);
        if (!ends && HasHeader("Expect"))
        {
            FlushHeaders();
        }

        return this;
    }

    private void Observe()
    {
        _exchange.Telemetry = new ClientExchangeTelemetry(_exchange, Method, HostField ?? Authority, _path);
        if (_exchange.Telemetry.Activity is { } activity && _options.RawHeaders is null)
        {
            DistributedContextPropagator.Current.Inject(activity, Headers, static (carrier, name, value) =>
            {
                if (carrier is HttpHeaders headers && !headers.Contains(name))
                {
                    headers.Set(name, value);
                }
            });
        }
    }

    private void EndWhole(ReadOnlyMemory<byte> body)
    {
        BuildEnd();
        _exchange.EndWhole(body, null);
    }
}
