using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace HttpActors.Tests.Client;

/// <summary>A server that answers before it has read the request, and reads no more of it: the answer counts.</summary>
public class EarlyAnswerTests : ClientTest
{
    private const string TooLarge = "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 5\r\n\r\nno, !";

    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();

    private ClientRequestOptions InMemory => new()
    {
        Agent = Agent,
        Method = "POST",
        Connect = _ => ValueTask.FromResult<IDuplexPipe>(new Ends(_toClient.Reader, _toServer.Writer)),
    };

    [Theory]
    [InlineData(TooLarge)]
    [InlineData("HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nno, !")]
    [InlineData("HTTP/1.1 413 Too Large\r\n\r\nno, !")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 413 Too Large\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nno, !\r\n0\r\n\r\n")]
    public async Task An_answer_that_comes_after_the_write_has_failed_is_delivered(string answer)
    {
        var request = Http.Request(InMemory);
        var written = Promise<Exception?>();
        request.Write(new byte[100_000], written.SetResult);
        await _toServer.Reader.ReadAsync().InTime();
        _toServer.Reader.Complete();
        Assert.NotNull(await written.Task.InTime());
        await AnswerAsync(answer);
        _toClient.Writer.Complete();
        var response = await request.Response.InTime();
        Assert.Equal((413, "no, !"), (response.StatusCode, await response.ReadStringAsync().InTime()));
        await ClosedOf(request).InTime();
        Assert.Equal(0, Agent.GetStats().RepeatedRequests);
    }

    [Theory]
    [InlineData(256 * 1024)]
    [InlineData(257 * 1024)]
    [InlineData(4_000_000)]
    public async Task One_request_after_the_other_whose_content_nobody_reads_costs_none(int length)
    {
        var server = await ServeAsync(static (_, response) => response.End("hello"));
        for (var i = 0; i < 20; i++)
        {
            var response = await Http.RequestAsync(To(server, method: "POST"), new byte[length]).InTime();
            Assert.Equal("hello", await response.ReadStringAsync().InTime());
        }
    }

    [Fact]
    public async Task The_body_of_an_answer_goes_on_when_the_write_fails_in_the_middle_of_it()
    {
        var request = Http.Request(InMemory);
        request.Write(new byte[100_000]);
        await AnswerAsync("HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nno");
        var response = await request.Response.InTime();
        var written = Promise<Exception?>();
        request.Write(new byte[10], written.SetResult);
        _toServer.Reader.Complete();
        Assert.NotNull(await written.Task.InTime());
        await AnswerAsync(", !");
        Assert.Equal("no, !", await response.ReadStringAsync().InTime());
        await ClosedOf(request).InTime();
    }

    [Fact]
    public async Task Without_an_answer_the_write_that_failed_is_a_hang_up()
    {
        var request = Http.Request(InMemory);
        request.Write(new byte[100_000]);
        await _toServer.Reader.ReadAsync().InTime();
        _toServer.Reader.Complete();
        _toClient.Writer.Complete();
        var error = Assert.IsType<HttpException>(await ErrorOf(request).InTime());
        Assert.Equal(("ECONNRESET", "socket hang up", HttpPhase.Send), (error.Code, error.Message, error.Phase));
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_not_waited_for_longer_than_any_other()
    {
        var time = new ManualTimeProvider();
        var agent = NewAgent(new HttpAgentOptions { TimeProvider = time, HeadersTimeout = TimeSpan.FromSeconds(3) });
        var request = Http.Request(new ClientRequestOptions { Agent = agent, Method = "POST", Connect = InMemory.Connect });
        var error = ErrorOf(request);
        var written = Promise<Exception?>();
        request.Write(new byte[100_000], written.SetResult);
        await _toServer.Reader.ReadAsync().InTime();
        _toServer.Reader.Complete();
        Assert.NotNull(await written.Task.InTime());
        await Bounded.Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return error.IsCompleted;
        });
        Assert.Equal("ERR_HTTP_HEADERS_TIMEOUT", Assert.IsType<HttpTimeoutException>(await error).Code);
    }

    [Fact]
    public async Task Whoever_waits_to_write_is_told_while_the_answer_waits_to_be_taken()
    {
        var request = Http.Request(InMemory);
        var pending = request.Response;
        var writing = WriteForEverAsync(request);
        await _toServer.Reader.ReadAsync().InTime();
        await AnswerAsync(TooLarge);
        var response = await pending.InTime();
        Assert.Equal("ERR_STREAM_DESTROYED", (await Assert.ThrowsAsync<HttpStateException>(() => writing.InTime())).Code);
        Assert.Equal("no, !", await response.ReadStringAsync().InTime());
        await ClosedOf(request).InTime();
    }

    [Fact]
    public async Task A_socket_that_is_reset_behind_the_answer_loses_none()
    {
        var server = ListenRaw();
        for (var i = 0; i < 20; i++)
        {
            var pending = Http.RequestAsync(To(server, method: "POST"), new byte[3_000_000]);
            var peer = await server.AcceptAsync();
            await peer.ReadHeadAsync();
            await peer.SendAsync(TooLarge);

            // Unread octets turn this into a reset.
            peer.Dispose();
            var response = await pending.InTime();
            Assert.Equal((413, "no, !"), (response.StatusCode, await response.ReadStringAsync().InTime()));
        }
    }

    [Fact]
    public async Task A_complete_answer_is_no_error_when_the_server_then_leaves_in_mid_request()
    {
        var server = ListenRaw();
        var log = new EventLog();
        var request = Http.Request(To(server, method: "POST"), response =>
        {
            response.Ended += () => log.Add("end");
            response.Errored += _ => log.Add("response error");
            response.Closed += () => log.Add("response close");
            response.Resume();
        });
        request.Errored += _ => log.Add("error");
        request.Closed += () => log.Close("close");
        request.Write("a part");
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.AnswerAsync("early");
        peer.HalfClose();
        Assert.Equal("end, response close, close", await log.WholeAsync());
        Assert.True(request.IsDestroyed);
    }

    private static async Task WriteForEverAsync(ClientRequest request)
    {
        while (true)
        {
            await request.WriteAsync(new byte[30_000]);
        }
    }

    private async Task AnswerAsync(string answer) => await _toClient.Writer.WriteAsync(Encoding.Latin1.GetBytes(answer)).InTime();
}
