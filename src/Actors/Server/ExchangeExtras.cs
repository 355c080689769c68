using HttpActors.Actors.Telemetry;
using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>What few exchanges need; made when the first of it is asked for.</summary>
internal sealed class ExchangeExtras
{
    /// <summary>Who is to be told when nothing more will happen.</summary>
    public List<Action<Exception?>>? OverCallbacks { get; set; }

    /// <summary>What is observed of it; null while nobody listens.</summary>
    public ServerExchangeTelemetry? Telemetry { get; set; }

    /// <summary>The request's trailer section, once it was received.</summary>
    public FieldSection Trailers { get; set; }
}
