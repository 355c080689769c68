using System.Text;

namespace HttpActors.Tests.Server;

/// <summary>Errors of clients: told to whoever listens, answered by the server where nobody does (API row 16, D2).</summary>
public sealed class ClientErrorTests : ServerTest
{
    private const string Garbage = "GET / HTTP/1.1\r\nHost : h\r\n\r\n";

    [Fact]
    public async Task Row16_ClientError_leaves_the_answer_to_the_listener()
    {
        var server = Create();
        var seen = Promise<HttpParseException>();
        server.RequestReceived += (_, response) => response.End("never");
        server.ClientError += (error, socket) =>
        {
            seen.SetResult(Assert.IsType<HttpParseException>(error));
            socket.End("HTTP/1.1 400 Bad Request\r\n\r\n");
        };
        await ListenAsync(server);
        var client = await ConnectAsync(server);

        await client.SendAsync(Garbage);

        Assert.Equal("HTTP/1.1 400 Bad Request\r\n\r\n", await client.ReadToEndAsync());
        var error = await seen.Task.InTime();
        Assert.Equal(("HPE_INVALID_HEADER_TOKEN", 400), (error.Code, error.StatusCode));
        Assert.Equal(Garbage, Encoding.Latin1.GetString(error.RawPacket.Span));
        Assert.Equal(Garbage.IndexOf(" :", StringComparison.Ordinal), error.BytesParsed);
    }

    [Fact]
    public async Task Row16_An_observable_counts_as_a_listener()
    {
        var server = Create();
        using var subscription = server.ClientErrors.Subscribe(
            new Callback<HttpClientError>(error => error.Socket.End(((IHttpError)error.Error).Code)));
        await ListenAsync(server);
        var client = await ConnectAsync(server);

        await client.SendAsync(Garbage);

        Assert.Equal("HPE_INVALID_HEADER_TOKEN", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task Row16_A_listener_that_destroys_gives_no_answer()
    {
        var server = Create();
        server.ClientError += (_, socket) => socket.Destroy();
        await ListenAsync(server);
        var client = await ConnectAsync(server);

        await client.SendAsync(Garbage);

        Assert.True(await client.EndsWithResetAsync());
    }

    [Fact]
    public async Task D2_Without_a_listener_the_server_answers_then_closes()
    {
        var server = await ServeAsync((_, response) => response.End("never"));
        var client = await ConnectAsync(server);

        var response = await client.ExchangeAsync(Garbage);

        Assert.Equal((400, "close"), (response.Status, response["Connection"]));
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task D2_RespondToMalformedRequests_off_destroys_at_once()
    {
        var server = Create(new HttpServerOptions { RespondToMalformedRequests = false });
        await ListenAsync(server);
        var client = await ConnectAsync(server);

        await client.SendAsync(Garbage);

        Assert.True(await client.EndsWithResetAsync());
    }

    [Fact]
    public async Task Row16_A_body_that_breaks_fails_its_request_and_then_is_a_client_error()
    {
        var log = new List<string>();
        var closed = Promise();
        var server = Create();
        server.RequestReceived += (request, response) =>
        {
            request.DataReceived += _ => { };
            request.Errored += _ => log.Add("request errored");
            request.Closed += () => log.Add("request closed");
            response.Closed += () => log.Add("response closed");
        };
        server.ClientError += (error, socket) =>
        {
            log.Add(((IHttpError)error).Code);
            socket.Closed += closed.SetResult;
            socket.End("HTTP/1.1 422 Mine\r\nContent-Length: 0\r\n\r\n");
        };
        await ListenAsync(server);
        var client = await ConnectAsync(server);

        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabX");

        Assert.Equal("HTTP/1.1 422 Mine\r\nContent-Length: 0\r\n\r\n", await client.ReadToEndAsync());
        client.Dispose();
        await closed.Task.InTime();
        Assert.Equal(["response closed", "request errored", "request closed", "HPE_STRICT"], log);
    }

    [Fact]
    public async Task Row16_After_a_response_has_begun_nothing_can_be_added_to_it()
    {
        var server = Create();
        var told = Promise();
        server.RequestReceived += (request, response) =>
        {
            response.Write("begun");
            request.Resume();
        };
        server.ClientError += (_, socket) =>
        {
            socket.End("HTTP/1.1 400 Bad Request\r\n\r\n");
            told.SetResult();
        };
        await ListenAsync(server);
        var client = await ConnectAsync(server);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        await client.ReadAsync(5);

        await client.SendAsync("broken\r\n");

        await told.Task.InTime();
        Assert.True(await client.EndsWithResetAsync());
    }

    [Fact]
    public async Task Row16_A_connection_that_breaks_is_a_client_error_before_its_exchange_ends()
    {
        var log = new List<string>();
        var arrived = Promise();
        var closed = Promise();
        var server = Create();
        server.RequestReceived += (request, response) =>
        {
            response.Closed += () =>
            {
                log.Add("response closed");
                closed.SetResult();
            };
            arrived.SetResult();
        };
        server.ClientError += (error, socket) =>
        {
            log.Add(((IHttpError)error).Code);
            socket.End("HTTP/1.1 400 Bad Request\r\n\r\n");
        };
        await ListenAsync(server);
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        await arrived.Task.InTime();

        client.Reset();

        await closed.Task.InTime();
        Assert.Equal(["ECONNRESET", "response closed"], log);
    }

    [Fact]
    public async Task Row16_A_listener_that_throws_costs_its_connection_and_is_heard_again()
    {
        var heard = 0;
        var server = Create();
        server.ClientError += (_, _) =>
        {
            Interlocked.Increment(ref heard);
            throw new InvalidOperationException("on purpose");
        };
        await ListenAsync(server);
        for (var i = 0; i < 2; i++)
        {
            var client = await ConnectAsync(server);
            await client.SendAsync(Garbage);
            Assert.True(await client.EndsWithResetAsync());
        }

        Assert.Equal(2, heard);
    }

    [Fact]
    public async Task Row16_A_head_that_does_not_come_in_time_is_a_client_error_too()
    {
        var time = new ManualTimeProvider();
        var server = Create(new HttpServerOptions { TimeProvider = time, HeadersTimeout = TimeSpan.FromSeconds(5) });
        server.RequestReceived += (_, response) => response.End("ok");
        server.ClientError += (error, socket) => socket.End(((IHttpError)error).Code);
        await ListenAsync(server);
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get + "GET / HT");

        var end = client.ReadToEndAsync();
        await Bounded.Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return end.IsCompleted;
        });

        Assert.Equal("ERR_HTTP_REQUEST_TIMEOUT", await end);
    }

    [Fact]
    public async Task Row16_A_listener_that_forgets_the_connection_does_not_keep_it_for_ever()
    {
        var time = new ManualTimeProvider();
        var server = Create(new HttpServerOptions { TimeProvider = time });
        server.ClientError += (_, _) => { };
        await ListenAsync(server);
        var client = await ConnectAsync(server);
        await client.SendAsync(Garbage);

        await Bounded.Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return server.ConnectionCount == 0;
        });
    }
}
