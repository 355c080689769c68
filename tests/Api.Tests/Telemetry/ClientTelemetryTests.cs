using System.Diagnostics;
using HttpActors.Actors.Client;
using HttpActors.Actors.Telemetry;
using HttpActors.Tests.Client;

namespace HttpActors.Tests.Telemetry;

/// <summary>A client's metrics and spans, after OpenTelemetry's conventions for HTTP.</summary>
[Collection(nameof(TelemetryCollection))]
public sealed class ClientTelemetryTests : ClientTest
{
    private const string Duration = "http.client.request.duration";
    private const string Active = "http.client.active_requests";
    private const string Open = "http.client.open_connections";
    private const string ConnectionDuration = "http.client.connection.duration";
    private readonly ManualTimeProvider _time = new();
    private HttpAgent? _timed;

    private HttpAgent Timed => _timed ??= NewAgent(new HttpAgentOptions { TimeProvider = _time });

    [Fact]
    public async Task Instruments_have_the_names_and_units_of_the_conventions()
    {
        using var probe = new MeterProbe();
        await AskAsync(ListenRaw(), "x");
        Assert.Equal(
            [$"{Active} {{request}}", $"{ConnectionDuration} s", $"{Open} {{connection}}", $"{Duration} s"],
            probe.Instruments.Values.Where(instrument => instrument.Name.Contains("client")).Select(instrument => $"{instrument.Name} {instrument.Unit}").Order());
    }

    [Fact]
    public async Task A_request_is_measured_in_seconds_with_its_attributes()
    {
        using var probe = new MeterProbe(Duration, Active);
        var server = ListenRaw();
        var pending = Http.GetAsync(Asking(server, "/a?b"));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        Assert.Equal(1, Assert.Single(probe.Of(Active)).Value);
        _time.Advance(TimeSpan.FromMilliseconds(250));
        await peer.AnswerAsync("x", "404 Not Here");
        await (await pending.InTime()).ReadAllAsync().InTime();
        var measured = await probe.OneAsync(Duration);
        Assert.Equal(0.25, measured.Value);
        var tags = Tags(server);
        Assert.Equal(tags, probe.Of(Active)[0].Tags);
        Assert.Equal((-1, 2), (probe.Of(Active)[^1].Value, probe.Of(Active).Length));
        Assert.Equal(tags, probe.Of(Active)[^1].Tags);
        tags["network.protocol.version"] = "1.1";
        tags["http.response.status_code"] = 404;
        tags["error.type"] = "404";
        Assert.Equal(tags, measured.Tags);
    }

    [Fact]
    public async Task A_failure_is_measured_once_with_its_code()
    {
        using var probe = new MeterProbe(Duration, Active);
        var port = DeadPort();
        await Assert.ThrowsAsync<HttpException>(() => Http.RequestAsync(new ClientRequestOptions { Host = "127.0.0.1", Port = port, Method = "BREW", Agent = Agent }).InTime());
        var measured = await probe.OneAsync(Duration);
        Assert.Equal(("_OTHER", "ECONNREFUSED", null), (measured["http.request.method"], measured["error.type"], measured["http.response.status_code"]));
        Assert.Equal([1, -1], probe.Of(Active).Select(active => active.Value));
    }

    [Fact]
    public async Task Connections_are_counted_while_they_are_active_and_idle_and_measured_when_they_end()
    {
        using var probe = new MeterProbe(Open, ConnectionDuration);
        var server = ListenRaw();
        var peer = await AskAsync(server, "x", Timed);
        await Bounded.Until(() => Timed.GetStats().IdleConnections == 1);
        Assert.Equal(["1 active", "-1 active", "1 idle"], Counted(probe));
        Assert.Empty(probe.Of(ConnectionDuration));
        _time.Advance(TimeSpan.FromSeconds(3));
        peer.Dispose();
        var measured = await probe.OneAsync(ConnectionDuration);
        Assert.Equal(3, measured.Value);
        Assert.Equal(("127.0.0.1", (object?)server.Port), (measured["server.address"], measured["server.port"]));
        Assert.Equal(["1 active", "-1 active", "1 idle", "-1 idle"], Counted(probe));
    }

    [Fact]
    public async Task A_span_names_the_request_and_its_answer_and_is_the_servers_parent()
    {
        using var probe = new SpanProbe();
        using var source = new ActivitySource("a test");
        var server = ListenRaw();
        string head;
        ActivitySpanId parent;
        using (var caller = source.StartActivity("caller"))
        {
            parent = caller!.SpanId;
            var pending = Http.GetAsync(Asking(server, "/a?b=c&sig=secret"));
            Assert.Same(caller, Activity.Current);
            var peer = await server.AcceptAsync();
            head = await peer.ReadHeadAsync();
            await peer.AnswerAsync("x");
            await (await pending.InTime()).ReadAllAsync().InTime();
            Assert.Same(caller, Activity.Current);
        }

        var span = await probe.OneAsync();
        Assert.Equal(("GET", ActivityKind.Client, parent), (span.DisplayName, span.Kind, span.ParentSpanId));
        Assert.Contains($"\r\ntraceparent: 00-{span.TraceId}-{span.SpanId}-01\r\n", head, StringComparison.Ordinal);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        var tags = Tags(server);
        tags["url.full"] = $"http://127.0.0.1:{server.Port}/a?b=c&sig=REDACTED";
        tags["http.response.status_code"] = 200;
        Assert.Equal(tags.OrderBy(tag => tag.Key), span.TagObjects.OrderBy(tag => tag.Key));
    }

    [Fact]
    public async Task A_span_of_a_request_that_was_sent_again_and_failed_says_so()
    {
        using var probe = new SpanProbe();
        var server = ListenRaw();
        var peer = await AskAsync(server, "x", Timed);
        await Bounded.Until(() => probe.Stopped.Count == 1);
        var pending = Http.GetAsync(Asking(server));
        await peer.ReadHeadAsync();
        peer.Reset();
        var fresh = await server.AcceptAsync();
        await fresh.ReadHeadAsync();
        fresh.Reset();
        await Assert.ThrowsAsync<HttpException>(() => pending.InTime());
        await Bounded.Until(() => probe.Stopped.Count == 2);
        var span = probe.Stopped.Last();
        Assert.Equal((1, "ECONNRESET", ActivityStatusCode.Error), (span.GetTagItem("http.request.resend_count"), span.GetTagItem("error.type"), span.Status));
    }

    [Fact]
    public async Task A_traceparent_of_the_users_own_is_left_alone()
    {
        using var probe = new SpanProbe();
        var server = ListenRaw();
        var pending = Http.GetAsync(new ClientRequestOptions { Host = "127.0.0.1", Port = server.Port, Agent = Agent, Headers = [new("traceparent", "mine")] });
        var peer = await server.AcceptAsync();
        Assert.Contains("\r\ntraceparent: mine\r\n", await peer.ReadHeadAsync(), StringComparison.OrdinalIgnoreCase);
        await peer.AnswerAsync();
        await (await pending.InTime()).ReadAllAsync().InTime();
    }

    [Fact]
    public async Task Nobody_listens_and_nothing_is_made()
    {
        Assert.False(HttpInstruments.ClientExchangesAreObserved);
        var server = ListenRaw();
        var peer = await AskAsync(server, "x");
        var request = Http.Get(To(server));
        Assert.DoesNotContain("traceparent", await peer.ReadHeadAsync(), StringComparison.OrdinalIgnoreCase);
        await peer.AnswerAsync();
        var response = await request.Response.InTime();
        Assert.Null(((ClientExchange)response.Exchange).Telemetry);
        Assert.Null(response.Activity);
    }

    private static string[] Counted(MeterProbe probe) =>
        [.. probe.Of(Open).Select(open => $"{open.Value} {open["http.connection.state"]}")];

    private static Dictionary<string, object?> Tags(RawServer server) => new()
    {
        ["http.request.method"] = "GET",
        ["url.scheme"] = "http",
        ["server.address"] = "127.0.0.1",
        ["server.port"] = server.Port,
    };

    private ClientRequestOptions Asking(RawServer server, string path = "/", HttpAgent? agent = null) =>
        new() { Host = "127.0.0.1", Port = server.Port, Path = path, Agent = agent ?? Timed };

    private async Task<RawPeer> AskAsync(RawServer server, string body, HttpAgent? agent = null)
    {
        var pending = Http.GetAsync(Asking(server, agent: agent ?? Agent));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.AnswerAsync(body);
        Assert.Equal(body, await (await pending.InTime()).ReadStringAsync().InTime());
        return peer;
    }
}
