using HttpActors.Protocol;

namespace HttpActors;

/// <summary>The <c>http</c> module: where servers and requests come from.</summary>
/// <example>
/// <code>
/// using var server = Http.CreateServer(async (request, response) =&gt;
/// {
///     var name = await request.ReadStringAsync();
///     response.SetHeader("Content-Type", "text/plain").End($"Hello, {name}!\n");
/// });
/// </code>
/// </example>
public static partial class Http
{
    private static volatile int _maxHeaderSize = 32 * 1024;

    /// <summary>
    /// Raised for an error that nobody listens for, such as a failed <c>Listen</c> of a server without a listener for
    /// its <c>Errored</c>. Such an error never ends the process.
    /// </summary>
    public static event Action<Exception>? UnobservedError;

    /// <summary>The request methods that Node knows, sorted. Others reach a listener all the same.</summary>
    public static IReadOnlyList<string> Methods => HttpMethods.All;

    /// <summary>The reason phrase of every registered status code.</summary>
    public static IReadOnlyDictionary<int, string> StatusCodes => Protocol.StatusCodes.All;

    /// <summary>
    /// What <see cref="HttpServerOptions.MaxHeaderSize"/> and <see cref="HttpAgentOptions.MaxHeaderSize"/> are unless told
    /// otherwise, for options that are made afterwards.
    /// Default 32,768 octets.
    /// </summary>
    /// <exception cref="HttpRangeException"><c>ERR_OUT_OF_RANGE</c>: less than 16.</exception>
    public static int MaxHeaderSize
    {
        get => _maxHeaderSize;
        set => _maxHeaderSize = Ranges.AtLeast(16, value);
    }

    /// <summary>Creates a server without a listener; nothing is bound yet.</summary>
    /// <returns>The server.</returns>
    public static HttpServer CreateServer() => new(new HttpServerOptions());

    /// <summary>Creates a server.</summary>
    /// <param name="listener">Answers requests; added to <see cref="HttpServer.RequestReceived"/>.</param>
    /// <returns>The server; nothing is bound yet.</returns>
    public static HttpServer CreateServer(RequestListener listener) => CreateServer(new HttpServerOptions(), listener);

    /// <summary>Creates a server with an asynchronous listener.</summary>
    /// <inheritdoc cref="CreateServer(HttpServerOptions, Func{IncomingMessage, ServerResponse, Task})"/>
    public static HttpServer CreateServer(Func<IncomingMessage, ServerResponse, Task> listener) =>
        CreateServer(new HttpServerOptions(), listener);

    /// <summary>Creates a server.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="listener">Answers requests; null: none yet.</param>
    /// <returns>The server; nothing is bound yet.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option that cannot be.</exception>
    public static HttpServer CreateServer(HttpServerOptions options, RequestListener? listener = null)
    {
        var server = new HttpServer(options);
        if (listener is not null)
        {
            server.RequestReceived += listener;
        }

        return server;
    }

    /// <summary>Creates a server with an asynchronous listener.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="listener">Answers requests. Its awaits come back to the connection's turn; if it fails, the request is answered with 500, or broken where its answer had begun.</param>
    /// <returns>The server; nothing is bound yet.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option that cannot be.</exception>
    public static HttpServer CreateServer(HttpServerOptions options, Func<IncomingMessage, ServerResponse, Task> listener)
    {
        var server = new HttpServer(options);
        server.AddListener(listener);
        return server;
    }

    /// <summary>Checks a header field's name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="label">What the error calls it; null: "Header name".</param>
    /// <exception cref="HttpArgumentException"><c>ERR_INVALID_HTTP_TOKEN</c>.</exception>
    public static void ValidateHeaderName(string name, string? label = null) =>
        HeaderValidation.CheckName(name, label ?? "Header name");

    /// <summary>Checks a header field's value.</summary>
    /// <param name="name">The name, for the error.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="HttpArgumentException"><c>ERR_HTTP_INVALID_HEADER_VALUE</c> for null, <c>ERR_INVALID_CHAR</c>.</exception>
    public static void ValidateHeaderValue(string name, string? value) => HeaderValidation.CheckValue(name, value);

    internal static void ReportUnobserved(Exception error)
    {
        try
        {
            UnobservedError?.Invoke(error);
        }
        catch (Exception thrown)
        {
            // The last place where an error can go must not make another one.
            Console.Error.WriteLine($"A listener of Http.UnobservedError failed: {thrown}");
        }
    }
}
