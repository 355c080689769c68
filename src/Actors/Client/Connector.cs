using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Client;

/// <summary>Makes the connections of an origin: looks its name up anew for each, and tries the addresses side by side.</summary>
internal static class Connector
{
    /// <exception cref="TimeoutException">Not within the connect timeout.</exception>
    public static async Task<ConnectionTransport> ConnectAsync(Origin origin, EventLoop? loop, CancellationToken cancellationToken)
    {
        var settings = origin.Agent.Settings;
        var limit = origin.Key.ConnectTimeout ?? settings.ConnectTimeout;
        using var late = new CancellationTokenSource(limit > TimeSpan.Zero ? limit : Timeout.InfiniteTimeSpan, origin.Agent.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await TakeAsync(MakeAsync(origin, loop, either.Token), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    /// <summary>Does not wait for connect functions and look-ups that do not know how to stop.</summary>
    private static async Task<ConnectionTransport> TakeAsync(Task<ConnectionTransport> making, CancellationToken cancellationToken)
    {
        try
        {
            return await making.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It may be connected in this very moment, or later: nobody would ever close it.
            AddressRace.Discard(making);
            throw;
        }
    }

    private static async Task<ConnectionTransport> MakeAsync(Origin origin, EventLoop? loop, CancellationToken cancellationToken)
    {
        var key = origin.Key;
        var agent = origin.Agent;
        if (ConnectFunction.For(key, agent.Settings) is { } connect)
        {
            return new DuplexPipeTransport(await AskAsync(connect, cancellationToken).ConfigureAwait(false));
        }

        var settings = new ConnectSettings(
            key.LocalEndPoint,
            key.NoDelay ?? agent.Settings.NoDelay,
            key.TcpKeepAlive ?? agent.Settings.TcpKeepAlive,
            key.TcpKeepAliveDelay ?? agent.Settings.TcpKeepAliveDelay);
        var places = await FindAsync(key, cancellationToken).ConfigureAwait(false);
        return await AddressRace.RunAsync(
            places,
            (place, stop) => loop is null ? ConnectSocketAsync(place, settings, stop) : LoopConnect.ConnectAsync(loop, place, settings, stop),
            agent.Settings.AttemptDelay,
            agent.Time,
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IDuplexPipe> AskAsync(
        Func<CancellationToken, ValueTask<IDuplexPipe>> connect, CancellationToken cancellationToken)
    {
        // User code does not run in the connection's first turn.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return await connect(cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException("The connect function returned null.");
    }

    private static async Task<IReadOnlyList<EndPoint>> FindAsync(OriginKey key, CancellationToken cancellationToken)
    {
        if (key.SocketPath is not null)
        {
            return [new UnixDomainSocketEndPoint(key.SocketPath)];
        }

        if (IPAddress.TryParse(key.Host, out var literal))
        {
            return [new IPEndPoint(literal, key.Port)];
        }

        var found = key.Lookup is not null
            ? await key.Lookup(key.Host, cancellationToken).ConfigureAwait(false)
            : await Dns.GetHostAddressesAsync(key.Host, key.Family, cancellationToken).ConfigureAwait(false);
        var ordered = AddressRace.Order(found.Where(address => Fits(address, key)));
        return ordered.Count > 0
            ? [.. ordered.Select(address => new IPEndPoint(address, key.Port))]
            : throw new SocketException((int)SocketError.HostNotFound);
    }

    private static bool Fits(IPAddress address, OriginKey key) =>
        (key.Family == AddressFamily.Unspecified || address.AddressFamily == key.Family)
        && (key.LocalEndPoint is null || key.LocalEndPoint.AddressFamily == address.AddressFamily);

    private static async Task<ConnectionTransport> ConnectSocketAsync(
        EndPoint place, ConnectSettings settings, CancellationToken cancellationToken)
    {
        var isTcp = place.AddressFamily != AddressFamily.Unix;
        var socket = new Socket(place.AddressFamily, SocketType.Stream, isTcp ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            if (isTcp)
            {
                Configure(socket, settings);
            }

            await socket.ConnectAsync(place, cancellationToken).ConfigureAwait(false);
            return new SocketTransport(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Configure(Socket socket, ConnectSettings settings)
    {
        socket.NoDelay = settings.NoDelay;
        if (settings.KeepAlive)
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, settings.KeepAliveSeconds);
        }

        if (settings.Local is not null)
        {
            socket.Bind(settings.Local);
        }
    }
}

/// <summary>How a socket is set up before it connects.</summary>
internal sealed record ConnectSettings(IPEndPoint? Local, bool NoDelay, bool KeepAlive, TimeSpan KeepAliveDelay)
{
    public int KeepAliveSeconds => Math.Max(1, (int)KeepAliveDelay.TotalSeconds);
}
