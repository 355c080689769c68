using System.Diagnostics;
using HttpActors.Actors.Server;

namespace HttpActors;

/// <content>How the request is observed.</content>
public partial class IncomingMessage
{
    /// <summary>
    /// The span of this exchange, from the source <c>HttpActors</c>; it is <see cref="Activity.Current"/> while handlers
    /// of the exchange run, after their awaits too. Null while no <see cref="ActivityListener"/> samples it.
    /// </summary>
    public Activity? Activity => (_exchange as ServerExchange)?.Telemetry?.Activity;
}
