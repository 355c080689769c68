using System.IO.Pipelines;
using System.Net;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Client;

/// <summary>Which user code makes a connection: the request's, then the agent's.</summary>
internal static class ConnectFunction
{
    /// <summary>Null: a socket does.</summary>
    public static Func<CancellationToken, ValueTask<IDuplexPipe>>? For(OriginKey key, ClientSettings settings)
    {
        if (key.Connect is not null)
        {
            return key.Connect;
        }

        if (key.ConnectStream is { } stream)
        {
            return async stop => PipeOf(await stream(stop).ConfigureAwait(false));
        }

        if (key.SocketPath is not null || (settings.Connect is null && settings.ConnectStream is null))
        {
            return null;
        }

        var place = new DnsEndPoint(key.Host, key.Port);
        return settings.Connect is { } connect ? stop => connect(place, stop)
            : async stop => PipeOf(await settings.ConnectStream!(place, stop).ConfigureAwait(false));
    }

    private static StreamDuplexPipe PipeOf(Stream? stream) =>
        new(stream ?? throw new InvalidOperationException("The connect function returned null."));
}
