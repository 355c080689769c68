using System.IO.Pipelines;
using System.Net.Sockets;
using HttpActors.Tests.Client;

namespace HttpActors.Tests.Messages;

/// <summary>
/// The end or finish, the error and the close of a message are told once to every listener, and in this order; also
/// where it comes from another thread when they have been, or are being raised.
/// </summary>
public sealed class OnceForEachListenerTests : ClientTest
{
    private readonly EventLog _log = new();

    [Fact]
    public async Task Of_a_request_that_failed()
    {
        var connecting = Promise<IDuplexPipe>();
        var request = Http.Get(new ClientRequestOptions { Agent = Agent, Connect = _ => new(connecting.Task) });
        request.Errored += _ =>
        {
            _log.Add("error");
            request.Errored += _ => _log.Add("another's error");
            request.Closed += () => _log.Close("another's close");
        };
        request.Closed += () => _log.Add("close");
        connecting.SetException(new SocketException((int)SocketError.ConnectionRefused));
        Assert.Equal("error, close, another's error, another's close", await _log.WholeAsync());
    }

    [Fact]
    public async Task Of_a_request_that_was_answered()
    {
        var server = await ServeAsync((_, response) => response.End("body"));
        var request = Http.Get(To(server));
        request.Finished += () => _log.Add("finish");
        request.Closed += () => _log.Add("close");
        await (await request.Response.InTime()).ReadAllAsync().InTime();
        await ClosedOf(request).InTime();
        Assert.Equal("finish, close, another's finish, another's close", await AndAnotherAsync(request));
    }

    [Fact]
    public async Task Of_a_response_that_was_sent()
    {
        var sent = Promise<ServerResponse>();
        var server = await ServeAsync((_, response) =>
        {
            response.Finished += () => _log.Add("finish");
            response.Closed += () =>
            {
                _log.Add("close");
                sent.SetResult(response);
            };
            response.End("body");
        });
        await (await Http.GetAsync(To(server)).InTime()).ReadAllAsync().InTime();
        Assert.Equal("finish, close, another's finish, another's close", await AndAnotherAsync(await sent.Task.InTime()));
    }

    [Fact]
    public async Task Of_a_response_that_is_whole()
    {
        var server = await ServeAsync((_, response) => response.End("body"));
        var response = await Http.GetAsync(To(server)).InTime();
        await response.ReadAllAsync().InTime();
        Listen(response);
        Assert.Equal("end, close", await _log.WholeAsync());
    }

    [Fact]
    public async Task Of_a_response_that_is_cut_off()
    {
        var response = await CutOffAsync();
        var closed = Promise();
        response.Closed += closed.SetResult;
        response.DataReceived += _ => { };
        await closed.Task.InTime();
        Listen(response);
        Assert.Equal("error ECONNRESET, close", await _log.WholeAsync());
    }

    [Fact]
    public async Task Of_a_response_that_is_being_cut_off()
    {
        var response = await CutOffAsync();
        response.Errored += _ =>
        {
            _log.Add("first");
            Listen(response);
        };
        response.DataReceived += _ => { };
        Assert.Equal("first, error ECONNRESET, close", await _log.WholeAsync());
    }

    [Fact]
    public async Task Of_a_request_that_was_served()
    {
        var served = Promise<IncomingMessage>();
        var server = await ServeAsync(async (request, response) =>
        {
            await request.ReadAllAsync();
            response.End("body");
            served.SetResult(request);
        });
        await (await Http.GetAsync(To(server)).InTime()).ReadAllAsync().InTime();
        Listen(await served.Task.InTime());
        Assert.Equal("end, close", await _log.WholeAsync());
    }

    [Fact]
    public async Task Of_a_request_that_was_cut_off()
    {
        var asked = Promise<IncomingMessage>();
        var server = await ServeAsync((request, _) => asked.SetResult(request));
        var request = Http.Request(To(server, method: "POST"));
        request.Errored += _ => { };
        request.Write("half");
        var message = await asked.Task.InTime();
        request.Destroy();
        await Bounded.Until(() => message.Aborted.IsCancellationRequested);
        Listen(message);
        Assert.Equal("error ECONNRESET, close", await _log.WholeAsync());
    }

    private Task<string> AndAnotherAsync(OutgoingMessage message)
    {
        message.Finished += () => _log.Add("another's finish");
        message.Closed += () => _log.Close("another's close");
        return _log.WholeAsync();
    }

    private void Listen(IncomingMessage message)
    {
        message.Ended += () => _log.Add("end");
        message.Errored += error => _log.Add($"error {((HttpException)error).Code}");
        message.Closed += () => _log.Close("close");
    }

    private async Task<IncomingMessage> CutOffAsync()
    {
        var server = ListenRaw();
        var asking = Http.GetAsync(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        var response = await asking.InTime();
        peer.HalfClose();
        return response;
    }
}
