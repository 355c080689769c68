using System.Diagnostics.Metrics;
using HttpActors.Supervisor.Metrics;

namespace HttpActors.Supervisor.Tests.Metrics;

public sealed class PrometheusTests : IDisposable
{
    private readonly Meter _meter = new(SupervisorInstruments.MeterName, "1.2.3");
    private readonly MetricsCollector _collector = new();

    public void Dispose()
    {
        _collector.Dispose();
        _meter.Dispose();
    }

    [Theory]
    [InlineData("http.server.request.duration", "s", nameof(MetricKind.Histogram), "http_server_request_duration_seconds")]
    [InlineData("http.server.active_requests", "{request}", nameof(MetricKind.Gauge), "http_server_active_requests")]
    [InlineData("httpactors.server.limit_hits", "{hit}", nameof(MetricKind.Counter), "httpactors_server_limit_hits_total")]
    [InlineData("process.memory", "By", nameof(MetricKind.Gauge), "process_memory_bytes")]
    [InlineData("disk.io", "By/s", nameof(MetricKind.Gauge), "disk_io_bytes_per_second")]
    [InlineData("requests", "{request}/s", nameof(MetricKind.Gauge), "requests_per_second")]
    [InlineData("cpu.utilization", "1", nameof(MetricKind.Gauge), "cpu_utilization_ratio")]
    [InlineData("errors", "1", nameof(MetricKind.Counter), "errors_total")]
    [InlineData("errors.total", "", nameof(MetricKind.Counter), "errors_total")]
    [InlineData("wait.seconds", "s", nameof(MetricKind.Counter), "wait_seconds_total")]
    [InlineData("2xx  rate", "", nameof(MetricKind.Gauge), "_2xx_rate")]
    public void Names_and_units_follow_the_rules(string name, string unit, string kind, string expected) =>
        Assert.Equal(expected, PrometheusNames.Metric(name, unit, Enum.Parse<MetricKind>(kind)));

    [Fact]
    public void Each_kind_of_instrument_is_written_as_its_type()
    {
        _meter.CreateCounter<long>("t.counter", "{x}", "Counts.").Add(2, new KeyValuePair<string, object?>("a.b", "c"));
        _meter.CreateUpDownCounter<long>("t.level", "{x}", "Goes up and down.").Add(-3);
        _meter.CreateObservableGauge("t.gauge", () => 1.5, "s", "Is looked at.");
        var histogram = _meter.CreateHistogram("t.histogram", "s", "Is spread.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2] });
        foreach (var value in (double[])[0.5, 1, 1.5, 9])
            histogram.Record(value);

        var families = Parse();

        Assert.Equal("counter", families["t_counter_total"].Type);
        var sample = Assert.Single(families["t_counter_total"].Samples);
        Assert.Equal((2, "c", "1.2.3"), (sample.Value, sample.Labels["a_b"], sample.Labels["otel_scope_version"]));
        Assert.Equal(("gauge", -3), (families["t_level"].Type, families["t_level"].Samples[0].Value));
        Assert.Equal(("gauge", 1.5), (families["t_gauge_seconds"].Type, families["t_gauge_seconds"].Samples[0].Value));
        Assert.Equal([2, 3, 4, 12, 4], families["t_histogram_seconds"].Samples.Select(one => one.Value));
        Assert.Equal("Is spread.", families["t_histogram_seconds"].Help);
    }

    [Fact]
    public void What_a_client_chose_cannot_break_the_text()
    {
        const string Hostile = "a\"} 1\nb{c=\"\\";
        _meter.CreateCounter<long>("t.hostile").Add(1, new KeyValuePair<string, object?>("x", Hostile));

        Assert.Equal(Hostile, Assert.Single(Parse()["t_hostile_total"].Samples).Labels["x"]);
    }

    [Fact]
    public void The_number_of_series_is_bounded()
    {
        var counter = _meter.CreateCounter<long>("t.many");
        for (var i = 0; i < CollectedInstrument.MostSeries + 500; i++)
            counter.Add(1, new KeyValuePair<string, object?>("i", i));

        var samples = Parse()["t_many_total"].Samples;

        Assert.Equal(CollectedInstrument.MostSeries + 1, samples.Count);
        Assert.Equal(500, samples.Single(sample => sample.Labels.ContainsKey("otel_metric_overflow")).Value);
    }

    /// <summary>One every 15 s, as Prometheus does by default.</summary>
    [Fact]
    public void A_day_of_scrapes_does_not_grow_the_memory()
    {
        const int Day = 24 * 60 * 60 / 15;
        var histogram = _meter.CreateHistogram<double>("t.duration", "s");
        _meter.CreateObservableGauge("t.state", () => Enumerable.Range(0, 10).Select(i => new Measurement<int>(1, new KeyValuePair<string, object?>("s", i))));
        Scrape(histogram, 100);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        Scrape(histogram, Day);

        // Other tests of this process use the heap too, hence the room; a byte a scrape and series would be ten times that.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 2 * 1024 * 1024);
    }

    [Fact]
    public async Task A_meter_that_ends_while_it_is_asked_does_not_fail_the_scrape()
    {
        var ending = Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                using var meter = new Meter(SupervisorInstruments.MeterName);
                meter.CreateObservableGauge("t.short", static () => 1L);
            }
        });
        while (!ending.IsCompleted)
            _collector.Collect();
        await ending.InTime();
    }

    private void Scrape(Histogram<double> histogram, int times)
    {
        for (var i = 0; i < times; i++)
        {
            for (var request = 0; request < 10; request++)
                histogram.Record(0.01 * request, new("route", request), new("status", 200));
            Assert.NotEmpty(PrometheusText.Write(_collector.Collect(), "1.2.3"));
        }
    }

    private IReadOnlyDictionary<string, Family> Parse() => PrometheusParser.Parse(PrometheusText.Write(_collector.Collect(), "1.2.3"));
}
