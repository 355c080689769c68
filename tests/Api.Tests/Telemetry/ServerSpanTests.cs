using System.Collections.Concurrent;
using System.Diagnostics;

namespace HttpActors.Tests.Telemetry;

/// <summary>A server's spans, after OpenTelemetry's conventions for HTTP (n13).</summary>
[Collection(nameof(TelemetryCollection))]
public sealed class ServerSpanTests : ServerTest
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task N13_A_span_names_the_request_and_its_answer()
    {
        using var probe = new SpanProbe();
        var server = await ServeAsync((_, answer) => answer.End("ok"));
        var client = await ConnectAsync(server);
        await client.ExchangeAsync("GET /a/b?c=d HTTP/1.1\r\nHost: example.org:81\r\nUser-Agent: tests\r\n\r\n");
        var span = await probe.OneAsync();
        Assert.Equal(("GET", ActivityKind.Server), (span.DisplayName, span.Kind));
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["http.request.method"] = "GET",
                ["url.scheme"] = "http",
                ["url.path"] = "/a/b",
                ["url.query"] = "c=d",
                ["server.address"] = "example.org",
                ["server.port"] = 81,
                ["network.protocol.version"] = "1.1",
                ["client.address"] = "127.0.0.1",
                ["network.peer.address"] = "127.0.0.1",
                ["network.peer.port"] = ((System.Net.IPEndPoint)client.LocalEndPoint!).Port,
                ["user_agent.original"] = "tests",
                ["http.response.status_code"] = 200,
            }.OrderBy(tag => tag.Key),
            span.TagObjects.OrderBy(tag => tag.Key));
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Equal(default, span.ParentSpanId);
    }

    [Theory]
    [InlineData("http://other.example/x?y=z", "/x", "y=z", "other.example", 80)]
    [InlineData("http://other.example:8080", "/", null, "other.example", 8080)]
    [InlineData("/plain", "/plain", null, "h", 80)]
    public async Task N13_The_target_is_taken_apart(string target, string path, string? query, string host, int port)
    {
        using var probe = new SpanProbe();
        await AnswerToAsync($"GET {target} HTTP/1.1\r\nHost: h\r\n\r\n", (_, answer) => answer.End());
        var span = await probe.OneAsync();
        Assert.Equal((path, query), ((string?)span.GetTagItem("url.path"), (string?)span.GetTagItem("url.query")));
        Assert.Equal((host, (object?)port), ((string?)span.GetTagItem("server.address"), span.GetTagItem("server.port")));
    }

    [Theory]
    [InlineData("BREW")]
    [InlineData("get")]
    public async Task N13_An_unknown_method_is_OTHER_and_kept_beside(string method)
    {
        using var probe = new SpanProbe();
        await AnswerToAsync($"{method} / HTTP/1.1\r\nHost: h\r\n\r\n", (_, answer) => answer.End());
        var span = await probe.OneAsync();
        Assert.Equal("HTTP", span.DisplayName);
        Assert.Equal(("_OTHER", method), (span.GetTagItem("http.request.method"), span.GetTagItem("http.request.method_original")));
    }

    [Fact]
    public async Task N13_Signatures_in_a_query_are_not_passed_on()
    {
        using var probe = new SpanProbe();
        await AnswerToAsync("GET /?a=1&sig=secret&b=2 HTTP/1.1\r\nHost: h\r\n\r\n", (_, answer) => answer.End());
        Assert.Equal("a=1&sig=REDACTED&b=2", (await probe.OneAsync()).GetTagItem("url.query"));
    }

    [Theory]
    [InlineData(404, ActivityStatusCode.Unset, null)]
    [InlineData(503, ActivityStatusCode.Error, "503")]
    public async Task N13_Only_5xx_is_the_servers_error(int status, ActivityStatusCode expected, string? errorType)
    {
        using var probe = new SpanProbe();
        await AnswerToAsync(Get, (_, answer) => answer.WriteHead(status).End());
        var span = await probe.OneAsync();
        Assert.Equal((expected, errorType), (span.Status, (string?)span.GetTagItem("error.type")));
        Assert.Equal(status, span.GetTagItem("http.response.status_code"));
    }

    [Fact]
    public async Task N13_What_a_handler_throws_is_named_and_its_answer_is_500()
    {
        using var probe = new SpanProbe();
        var answer = await AnswerToAsync(Get, (_, _) => throw new InvalidOperationException("broken handler"));
        Assert.Equal(500, answer.Status);
        var span = await probe.OneAsync();
        Assert.Equal((ActivityStatusCode.Error, "System.InvalidOperationException"), (span.Status, span.GetTagItem("error.type")));
        Assert.Equal(500, span.GetTagItem("http.response.status_code"));
        Assert.Equal("exception", Assert.Single(span.Events).Name);
    }

    [Fact]
    public async Task N13_A_client_that_leaves_is_named_and_leaves_no_status()
    {
        using var probe = new SpanProbe();
        var entered = Promise();
        var server = await ServeAsync((_, _) => entered.SetResult());
        var client = await ConnectAsync(server);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n");
        await entered.Task.InTime();
        client.Reset();
        await Bounded.Until(() => server.ConnectionCount <= 1);
        server.CloseAllConnections();
        var span = await probe.OneAsync();
        Assert.Contains((string?)span.GetTagItem("error.type"), (string?[])["transport_failed", "peer_aborted", "destroyed"]);
        Assert.Null(span.GetTagItem("http.response.status_code"));
    }

    [Fact]
    public async Task N13_The_callers_trace_goes_on()
    {
        using var probe = new SpanProbe();
        await AnswerToAsync(
            $"GET / HTTP/1.1\r\nHost: h\r\ntraceparent: {Parent}\r\ntracestate: vendor=1\r\n\r\n", (_, answer) => answer.End());
        var span = await probe.OneAsync();
        Assert.Equal(Parent[..52], $"00-{span.TraceId}-{span.ParentSpanId}");
        Assert.True(span.HasRemoteParent);
        Assert.Equal("vendor=1", span.TraceStateString);
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331")]
    [InlineData("nonsense")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-01")]
    public async Task N13_A_malformed_trace_begins_a_new_one(string parent)
    {
        using var probe = new SpanProbe();
        await AnswerToAsync($"GET / HTTP/1.1\r\nHost: h\r\ntraceparent: {parent}\r\n\r\n", (_, answer) => answer.End());
        Assert.Equal(default, (await probe.OneAsync()).ParentSpanId);
    }

    [Fact]
    public async Task N13_The_span_is_current_wherever_the_exchange_calls_and_nowhere_else()
    {
        using var probe = new SpanProbe();
        var seen = new ConcurrentQueue<(string Where, Activity? Current, Activity? Own)>();
        var done = Promise();
        var server = Create();
        server.ConnectionOpened += _ => seen.Enqueue(("connection", Activity.Current, null));
        server.AddListener(async (request, answer) =>
        {
            void See(string where) => seen.Enqueue((where, Activity.Current, request.Activity));
            See("handler");
            request.DataReceived += _ => See("data");
            request.Ended += () =>
            {
                See("end");
                done.SetResult();
            };
            await done.Task;
            See("after an await");
            await Task.Run(() => See("on the thread pool"));
            SynchronizationContext.Current!.Post(_ => See("posted"), null);
            answer.End("x");
            See("after the end");
        });
        await ListenAsync(server);
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Post("body"));
        await client.ExchangeAsync(Get);
        await Bounded.Until(() => seen.Count == 14);
        Assert.All(seen.Where(entry => entry.Where != "connection"), entry =>
        {
            Assert.NotNull(entry.Own);
            Assert.True(ReferenceEquals(entry.Current, entry.Own), $"{entry.Where} ran under {entry.Current?.Id}.");
        });
        Assert.Null(Assert.Single(seen, entry => entry.Where == "connection").Current);
        Assert.Equal(2, seen.Select(entry => entry.Own).OfType<Activity>().Distinct().Count());
    }

    [Fact]
    public async Task N13_Children_belong_to_the_span_also_of_an_observer_of_all_requests()
    {
        using var source = new ActivitySource("a test");
        using var probe = new SpanProbe();
        var server = await ListenAsync(Create());
        using var subscription = server.Requests.Subscribe(exchange =>
        {
            using (source.StartActivity("child"))
            {
                exchange.Response.End();
            }
        });
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);
        await Bounded.Until(() => probe.Stopped.Count == 2);
        var child = Assert.Single(probe.Stopped, span => span.DisplayName == "child");
        Assert.Equal((await probe.OneAsync()).SpanId, child.ParentSpanId);
    }
}
