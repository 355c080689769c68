using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace HttpActors.Tests.Client;

/// <summary>A response whose body is cut off: what came of it is delivered in every way of taking it, then the error, and no end.</summary>
public class CutOffResponseTests : ClientTest
{
    private static readonly string[] Ways = ["events", "late events", "observable", "chunks", "reader", "read", "stream", "copy"];

    private static readonly string[] Answers =
    [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nhalf",
    ];

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var way in Ways)
        {
            foreach (var answer in Answers)
            {
                cases.Add(way, answer);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task S90_What_came_with_the_head_is_delivered_before_the_error(string way, string answer)
    {
        var server = ListenRaw();
        var body = TakenBody.Of(Http.Get(To(server)), way);
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync(answer);
        peer.HalfClose();
        await AssertCutOffAsync(body);
    }

    /// <summary>Head, octets and end are one read, as they can be on a socket that is slow to be read.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task S90_So_it_is_when_the_end_comes_in_the_same_read(string way, string answer)
    {
        var options = new ClientRequestOptions
        {
            Agent = Agent,
            Connect = _ =>
            {
                var toServer = new Pipe();
                var toClient = new Pipe();
                toClient.Writer.Write(Encoding.Latin1.GetBytes(answer));
                toClient.Writer.Complete();
                return ValueTask.FromResult<IDuplexPipe>(new Ends(new LateReader(toClient.Reader, toServer.Reader), toServer.Writer));
            },
        };
        await AssertCutOffAsync(TakenBody.Of(Http.Get(options), way));
    }

    private static async Task AssertCutOffAsync(TakenBody body)
    {
        var error = Assert.IsType<HttpException>(await body.Failure.InTime());
        Assert.Equal(("half", "ECONNRESET", "aborted", false), (body.Text, error.Code, error.Message, body.HasEnded));
        await body.Request.Completion.ContinueWith(static _ => { }, TaskScheduler.Default).InTime();
    }
}
