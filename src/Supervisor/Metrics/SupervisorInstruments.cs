using System.Diagnostics.Metrics;
using HttpActors.Supervisor.Hosting;

namespace HttpActors.Supervisor.Metrics;

/// <summary>
/// What the supervisor measures itself, beside what the library does: the same names with the service as an attribute,
/// and what only a supervisor knows.
/// </summary>
internal sealed class SupervisorInstruments : IRequestObserver, IDisposable
{
    internal const string MeterName = "HttpActors.Supervisor";
    internal const string Duration = "httpactors.service.request.duration";
    internal const string Active = "httpactors.service.active_requests";
    internal const string Bytes = "httpactors.service.response.body.size";
    internal const string Restarts = "httpactors.service.restarts";

    /// <summary>Finer than the conventions' at the low end: quantiles of the live view are read from these.</summary>
    private static readonly double[] Buckets =
        [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly Meter _meter = new(MeterName, typeof(SupervisorInstruments).Assembly.GetName().Version!.ToString(3));
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _active;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _restarts;

    internal SupervisorInstruments(TimeProvider clock)
    {
        Clock = clock;
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets };
        _duration = _meter.CreateHistogram(Duration, "s", "Duration of requests by service.", tags: null, advice);
        _active = _meter.CreateUpDownCounter<long>(Active, "{request}", "Requests that a service is answering.");
        _bytes = _meter.CreateCounter<long>(Bytes, "By", "Octets of response bodies that were sent.");
        _restarts = _meter.CreateCounter<long>(Restarts, "{restart}", "Restarts of a service after a failure.");
    }

    public TimeProvider Clock { get; }

    /// <summary>What can be read at any moment is read when somebody scrapes.</summary>
    internal void Observe(Func<IEnumerable<ServiceSlot>> slots, Func<long> droppedLines)
    {
        _meter.CreateObservableGauge("httpactors.service.up", () => slots().Select(slot => Measure(slot.Report.State is ServiceState.Running ? 1 : 0, slot)), unit: null, "Whether a service takes requests.");
        _meter.CreateObservableGauge("httpactors.service.state", () => slots().SelectMany(States), unit: null, "1 for the state that a service is in.");
        _meter.CreateObservableCounter("httpactors.access_log.dropped", droppedLines, "{line}", "Lines of the access log that were dropped because its queue was full.");
    }

    internal void CountRestart(string service) => _restarts.Add(1, Tag(service));

    public void OnStarted(RequestTrail trail) => _active.Add(1, Tag(trail.Slot!.Name));

    public void OnEnded(RequestTrail trail)
    {
        if (trail.Slot is not { } slot)
            return;
        if (trail.WasHandled)
            _active.Add(-1, Tag(slot.Name));
        _bytes.Add(trail.Size, Tag(slot.Name));
        _duration.Record(trail.Duration.TotalSeconds, Tag(slot.Name), new("http.response.status_code", trail.StatusCode));
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string service) => new("httpactors.service.name", service);

    private static Measurement<int> Measure(int value, ServiceSlot slot) => new(value, Tag(slot.Name));

    private static IEnumerable<Measurement<int>> States(ServiceSlot slot) => Enum.GetValues<ServiceState>().Select(state =>
        new Measurement<int>(slot.Report.State == state ? 1 : 0, Tag(slot.Name), new("httpactors.service.state", ServiceReport.NameOf(state))));
}
