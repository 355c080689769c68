using Microsoft.Extensions.Logging;

namespace HttpActors;

/// <content>What surrounds a server.</content>
public sealed partial class HttpServerOptions
{
    /// <summary>
    /// Where the server logs, in the category <c>HttpActors.HttpServer</c>, with event ids that never change. Null, the
    /// default: to the log of the actor system; warnings and errors of the shared one go to standard error. Nothing is
    /// logged for a request at Information: that is what the metrics and spans are for.
    /// </summary>
    public ILoggerFactory? LoggerFactory { get; init; }
}
