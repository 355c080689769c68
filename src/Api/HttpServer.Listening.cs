using System.IO.Pipelines;
using System.Net;

namespace HttpActors;

/// <content>Where connections come from.</content>
public sealed partial class HttpServer
{
    /// <summary>Starts to listen; <see cref="ListeningStarted"/> or <see cref="Errored"/> follows after this returns.</summary>
    /// <param name="port">0 to 65,535; 0: one that is free, see <see cref="Address"/>.</param>
    /// <param name="host">A name or an address of this machine; null: all, over IPv6 and IPv4.</param>
    /// <param name="backlog">Connections that may wait to be accepted. Default 511.</param>
    /// <param name="callback">Called once when the server is bound; null: nobody is told.</param>
    /// <returns>This server.</returns>
    /// <exception cref="HttpRangeException">The port or the backlog is out of range.</exception>
    /// <exception cref="HttpStateException"><c>ERR_SERVER_ALREADY_LISTEN</c>.</exception>
    public HttpServer Listen(int port, string? host = null, int backlog = 511, Action? callback = null) =>
        Listen(new HttpListenOptions { Port = port, Host = host, Backlog = backlog }, callback);

    /// <summary>Starts to listen; <see cref="ListeningStarted"/> or <see cref="Errored"/> follows after this returns.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="callback">Called once when the server is bound; null: nobody is told.</param>
    /// <returns>This server.</returns>
    /// <exception cref="HttpRangeException">The port or the backlog is out of range.</exception>
    /// <exception cref="HttpStateException"><c>ERR_SERVER_ALREADY_LISTEN</c>.</exception>
    public HttpServer Listen(HttpListenOptions options, Action? callback = null)
    {
        _ = ReportListening(BindAsync(options), callback);
        return this;
    }

    /// <summary>Starts to listen.</summary>
    /// <param name="port">0 to 65,535; 0: one that is free, see <see cref="Address"/>.</param>
    /// <param name="host">A name or an address of this machine; null: all, over IPv6 and IPv4.</param>
    /// <param name="backlog">Connections that may wait to be accepted. Default 511.</param>
    /// <param name="cancellationToken">Ends the waiting and closes the server again.</param>
    /// <returns>Completes when the server is bound.</returns>
    /// <exception cref="HttpRangeException">The port or the backlog is out of range.</exception>
    /// <exception cref="HttpStateException"><c>ERR_SERVER_ALREADY_LISTEN</c>.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The address is in use, not of this machine, not permitted, or the name is not known.</exception>
    public Task ListenAsync(
        int port, string? host = null, int backlog = 511, CancellationToken cancellationToken = default) =>
        ListenAsync(new HttpListenOptions { Port = port, Host = host, Backlog = backlog }, cancellationToken);

    /// <summary>Starts to listen.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="cancellationToken">Ends the waiting and closes the server again.</param>
    /// <returns>Completes when the server is bound.</returns>
    /// <exception cref="HttpRangeException">The port or the backlog is out of range.</exception>
    /// <exception cref="HttpStateException"><c>ERR_SERVER_ALREADY_LISTEN</c>.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The address is in use, not of this machine, not permitted, or the name is not known.</exception>
    public async Task ListenAsync(HttpListenOptions options, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var bound = BindAsync(options);
        try
        {
            await bound.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Dispose();
            throw;
        }

        _ = ReportListening(bound, null);
    }

    /// <summary>Serves a connection that was accepted elsewhere, or that is no socket at all.</summary>
    /// <param name="connection">Both directions; they are completed when the connection ends. Its writer must count its unflushed bytes.</param>
    public void Accept(IDuplexPipe connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (!connection.Output.CanGetUnflushedBytes)
        {
            throw new HttpArgumentException(
                "ERR_INVALID_ARG_VALUE", "The pipe's writer must support UnflushedBytes.", nameof(connection));
        }

        Start().Adopt(connection);
    }

    /// <summary>Serves a stream, such as one that a <see cref="System.Net.Security.SslStream"/> protects.</summary>
    /// <param name="connection">Both directions; it is disposed when the connection ends.</param>
    public void Accept(Stream connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        Start().Adopt(new Actors.Transport.StreamDuplexPipe(connection));
    }

    private Task<EndPoint> BindAsync(HttpListenOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (port, backlog) = (options.Port, options.Backlog);
        if (port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            throw new HttpRangeException("ERR_SOCKET_BAD_PORT", nameof(options.Port), $"The port must be 0 to 65535; it is {port}.");
        }

        if (backlog < 0)
        {
            throw new HttpRangeException("ERR_OUT_OF_RANGE", nameof(options.Backlog), "The backlog must not be negative.");
        }

        var cycle = Start();
        if (!cycle.BeginListening())
        {
            throw new HttpStateException("ERR_SERVER_ALREADY_LISTEN", "Listen was called more than once without closing.");
        }

        return BindAsync(cycle, options);
    }

    private async Task<EndPoint> BindAsync(ServerCycle cycle, HttpListenOptions options)
    {
        try
        {
            return await cycle.BindAsync(options).ConfigureAwait(false);
        }
        catch when (cycle.Context.ConnectionCount == 0)
        {
            // Whoever hears of the failure may try another port at once.
            await Completion.ConfigureAwait(false);
            throw;
        }
    }
}
