using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace HttpActors.Actors.Telemetry;

/// <summary>
/// Every instrument of the library, for servers and clients: names, units and buckets as OpenTelemetry's semantic
/// conventions have them, our own under <c>httpactors</c> where the conventions have none.
/// </summary>
internal static class HttpInstruments
{
    /// <summary>The name of the source and of the meter: that of the assembly which users reference.</summary>
    public const string Name = "HttpActors";

    private const string SchemaUrl = "https://opentelemetry.io/schemas/1.38.0";
    private static readonly string Version = typeof(HttpInstruments).Assembly.GetName().Version!.ToString(3);

    private static readonly double[] RequestBuckets =
        [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private static readonly double[] ConnectionBuckets =
        [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

    private static readonly Meter Meter = new(new MeterOptions(Name) { Version = Version, TelemetrySchemaUrl = SchemaUrl });

    public static ActivitySource Source { get; } =
        new(new ActivitySourceOptions(Name) { Version = Version, TelemetrySchemaUrl = SchemaUrl });

    public static UpDownCounter<long> ServerActiveRequests { get; } = Meter.CreateUpDownCounter<long>(
        "http.server.active_requests", "{request}", "Number of active HTTP server requests.");

    public static Histogram<double> ServerRequestDuration { get; } = Meter.CreateHistogram(
        "http.server.request.duration", "s", "Duration of HTTP server requests.", tags: null, Advise(RequestBuckets));

    public static UpDownCounter<long> ServerActiveConnections { get; } = Meter.CreateUpDownCounter<long>(
        "httpactors.server.active_connections", "{connection}", "Number of connections that are open.");

    public static Histogram<double> ServerConnectionDuration { get; } = Meter.CreateHistogram(
        "httpactors.server.connection.duration", "s", "Duration of connections.", tags: null, Advise(ConnectionBuckets));

    public static Counter<long> ServerRefusedRequests { get; } = Meter.CreateCounter<long>(
        "httpactors.server.refused_requests", "{request}", "Requests that no handler saw: malformed, too large or too slow.");

    public static Counter<long> ServerLostObservers { get; } = Meter.CreateCounter<long>(
        "httpactors.server.lost_observers", "{observer}", "Observers that unsubscribed themselves by throwing.");

    public static Counter<long> ServerLimitHits { get; } = Meter.CreateCounter<long>(
        "httpactors.server.limit_hits", "{hit}", "How often a limit fired.");

    public static UpDownCounter<long> ClientActiveRequests { get; } = Meter.CreateUpDownCounter<long>(
        "http.client.active_requests", "{request}", "Number of active HTTP client requests.");

    public static Histogram<double> ClientRequestDuration { get; } = Meter.CreateHistogram(
        "http.client.request.duration", "s", "Duration of HTTP client requests.", tags: null, Advise(RequestBuckets));

    public static UpDownCounter<long> ClientOpenConnections { get; } = Meter.CreateUpDownCounter<long>(
        "http.client.open_connections", "{connection}", "Number of outbound HTTP connections that are currently active or idle on the client.");

    public static Histogram<double> ClientConnectionDuration { get; } = Meter.CreateHistogram(
        "http.client.connection.duration", "s", "The duration of the successfully established outbound HTTP connections.", tags: null, Advise(ConnectionBuckets));

    /// <summary>Whether anybody wants to know of a request of ours. Three loads while nobody does.</summary>
    public static bool ClientExchangesAreObserved =>
        ClientRequestDuration.Enabled || ClientActiveRequests.Enabled || Source.HasListeners();

    /// <param name="limit">The name of an option, or what else was used up.</param>
    public static void CountLimit(string limit) => ServerLimitHits.Add(1, new KeyValuePair<string, object?>(HttpAttributes.Limit, limit));

    /// <summary>Whether anybody wants to know of an exchange on a server. Three loads while nobody does.</summary>
    public static bool ServerExchangesAreObserved =>
        ServerRequestDuration.Enabled || ServerActiveRequests.Enabled || Source.HasListeners();

    /// <summary>Whether anybody wants to know of a connection of a server.</summary>
    public static bool ServerConnectionsAreObserved => ServerConnectionDuration.Enabled || ServerActiveConnections.Enabled;

    private static InstrumentAdvice<double> Advise(double[] buckets) => new() { HistogramBucketBoundaries = buckets };
}
