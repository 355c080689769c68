using System.Diagnostics.Metrics;
using System.Reactive.Linq;

namespace HttpActors.Tests.Telemetry;

/// <summary>A server's metrics, after OpenTelemetry's conventions for HTTP (n13).</summary>
[Collection(nameof(TelemetryCollection))]
public sealed class ServerMetricTests : ServerTest
{
    private const string Duration = "http.server.request.duration";
    private const string Active = "http.server.active_requests";
    private const string ConnectionDuration = "httpactors.server.connection.duration";
    private readonly ManualTimeProvider _time = new();

    private protected override HttpServerOptions Options => new() { TimeProvider = _time };

    [Fact]
    public async Task N13_Instruments_have_the_names_units_and_buckets_of_the_conventions()
    {
        using var probe = new MeterProbe();
        await AnswerToAsync(Get, (_, answer) => answer.End());
        Assert.Equal(
            [
                "http.server.active_requests {request}",
                "http.server.request.duration s",
                "httpactors.server.active_connections {connection}",
                "httpactors.server.connection.duration s",
                "httpactors.server.limit_hits {hit}",
                "httpactors.server.lost_observers {observer}",
                "httpactors.server.refused_requests {request}",
            ],
            probe.Instruments.Values.Where(instrument => instrument.Name.Contains("server")).Select(instrument => $"{instrument.Name} {instrument.Unit}").Order());
        Assert.Equal(
            [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
            Assert.IsType<Histogram<double>>(probe.Instruments[Duration]).Advice!.HistogramBucketBoundaries!);
    }

    [Fact]
    public async Task N13_A_request_is_measured_in_seconds_with_its_few_attributes()
    {
        using var probe = new MeterProbe();
        await AnswerToAsync(Get, (_, answer) =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
            answer.WriteHead(201).End();
        });
        var measured = await probe.OneAsync(Duration);
        Assert.Equal(0.25, measured.Value);
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["http.request.method"] = "GET",
                ["url.scheme"] = "http",
                ["network.protocol.version"] = "1.1",
                ["http.response.status_code"] = 201,
            },
            measured.Tags);
    }

    [Fact]
    public async Task N13_A_failure_is_measured_with_its_kind()
    {
        using var probe = new MeterProbe();
        await AnswerToAsync("BREW / HTTP/1.0\r\n\r\n", (_, _) => throw new InvalidOperationException("broken handler"));
        var measured = await probe.OneAsync(Duration);
        Assert.Equal(("_OTHER", "1.0"), (measured["http.request.method"], measured["network.protocol.version"]));
        Assert.Equal((500, "System.InvalidOperationException"), (measured["http.response.status_code"], measured["error.type"]));
    }

    [Fact]
    public async Task N13_A_broken_body_is_measured_with_the_answer_of_the_server_itself()
    {
        using var probe = new MeterProbe();
        var answer = await AnswerToAsync(
            "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n", (request, _) => request.Resume());
        Assert.Equal(400, answer.Status);
        var measured = await probe.OneAsync(Duration);
        Assert.Equal((400, "protocol_error"), (measured["http.response.status_code"], measured["error.type"]));
    }

    [Fact]
    public async Task N13_Active_requests_go_up_and_down()
    {
        using var probe = new MeterProbe(Active);
        ServerResponse? held = null;
        var server = await ServeAsync((_, answer) => Volatile.Write(ref held, answer));
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        await Bounded.Until(() => Volatile.Read(ref held) is not null);
        Assert.Equal([1], probe.Of(Active).Select(measured => measured.Value));
        held!.End();
        await client.ReadResponseAsync();
        await Bounded.Until(() => probe.Of(Active).Length == 2);
        Assert.Equal(0, probe.Of(Active).Sum(measured => measured.Value));
        Assert.All(probe.Of(Active), measured => Assert.Equal(["http.request.method", "url.scheme"], measured.Tags.Keys.Order()));
    }

    [Fact]
    public async Task N13_Who_comes_in_the_middle_does_not_count_what_began_before()
    {
        ServerResponse? held = null;
        var server = await ServeAsync((_, answer) => Volatile.Write(ref held, answer));
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        await Bounded.Until(() => Volatile.Read(ref held) is not null);
        using var probe = new MeterProbe();
        held!.End();
        await client.ReadResponseAsync();
        client.Dispose();
        await Bounded.Until(() => server.ConnectionCount == 0);
        Assert.Empty(probe.All);
    }

    [Theory]
    [InlineData("Connection: close", "last_response", null)]
    [InlineData("X-None: 1", "peer_closed", null)]
    [InlineData("X-Destroy: 1", "destroyed", "destroyed")]
    public async Task N13_A_connection_is_measured_with_the_reason_of_its_end(string field, string reason, string? errorType)
    {
        using var probe = new MeterProbe();
        var server = await ServeAsync((request, answer) =>
        {
            answer.End();
            if (request.Headers.Contains("X-Destroy"))
            {
                request.Socket!.Destroy();
            }
        });
        var client = await ConnectAsync(server);
        await client.SendAsync($"GET / HTTP/1.1\r\nHost: h\r\n{field}\r\n\r\n");
        if (errorType is null)
        {
            await client.ReadResponseAsync();
        }
        else
        {
            await client.EndsWithResetAsync();
        }

        client.Dispose();
        await Bounded.Until(() => server.ConnectionCount == 0);
        var measured = await probe.OneAsync(ConnectionDuration);
        Assert.Equal((reason, errorType), (measured["httpactors.connection.end_reason"], measured["error.type"]));
        Assert.Equal(((System.Net.IPEndPoint)server.Address!).Port, measured["server.port"]);
        Assert.Equal([1, -1], probe.Of("httpactors.server.active_connections").Select(change => change.Value));
    }

    [Fact]
    public async Task A_chain_that_unsubscribes_itself_by_throwing_is_counted()
    {
        using var probe = new MeterProbe("httpactors.server.lost_observers");
        var server = await ListenAsync(Create());
        using var subscription = server.Requests
            .Select(exchange => exchange.Request.Url.Length > 0 ? throw new InvalidOperationException("broken chain") : exchange)
            .Subscribe();
        var client = await ConnectAsync(server);
        Assert.Equal(500, (await client.ExchangeAsync(Get)).Status);
        Assert.Equal(1, (await probe.OneAsync("httpactors.server.lost_observers")).Value);
    }

    [Fact]
    public async Task N13_A_request_that_no_handler_saw_is_counted_by_its_fault()
    {
        using var probe = new MeterProbe();
        Assert.Equal(400, (await AnswerToAsync("GET / HTTP/1.1\r\n\r\n", (_, answer) => answer.End())).Status);
        var measured = await probe.OneAsync("httpactors.server.refused_requests");
        Assert.Equal(400, measured["http.response.status_code"]);
        Assert.NotNull(measured["error.type"]);
        Assert.Empty(probe.Of(Duration));
    }
}
