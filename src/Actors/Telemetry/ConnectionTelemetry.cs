using System.Diagnostics;
using System.Net;
using HttpActors.Actors.Server;

namespace HttpActors.Actors.Telemetry;

/// <summary>One connection of a server as others see it. Made only while somebody listens.</summary>
internal sealed class ConnectionTelemetry
{
    private readonly ServerContext _server;
    private readonly long _started;
    private readonly bool _counted;
    private TagList _tags;

    public ConnectionTelemetry(ServerConnection connection)
    {
        _server = connection.Server;
        _started = _server.Time.GetTimestamp();
        AddEndPoint(connection.LocalEndPoint);
        _counted = HttpInstruments.ServerActiveConnections.Enabled;
        if (_counted)
        {
            HttpInstruments.ServerActiveConnections.Add(1, _tags);
        }
    }

    public void Ended(CloseReason reason)
    {
        if (_counted)
        {
            HttpInstruments.ServerActiveConnections.Add(-1, _tags);
        }

        if (!HttpInstruments.ServerConnectionDuration.Enabled)
        {
            return;
        }

        _tags.Add(HttpAttributes.EndReason, HttpAttributes.NameOf(reason));
        if (HttpAttributes.IsTrouble(reason))
        {
            _tags.Add(HttpAttributes.ErrorType, HttpAttributes.NameOf(reason));
        }

        HttpInstruments.ServerConnectionDuration.Record(_server.Time.GetElapsedTime(_started).TotalSeconds, _tags);
    }

    private void AddEndPoint(EndPoint? local)
    {
        if (local is IPEndPoint address)
        {
            _tags.Add("network.transport", "tcp");
            _tags.Add("network.type", address.Address.IsIPv4MappedToIPv6 || address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? "ipv4" : "ipv6");
            _tags.Add(HttpAttributes.ServerAddress, address.Address.ToString());
            _tags.Add(HttpAttributes.ServerPort, address.Port);
        }
    }
}
