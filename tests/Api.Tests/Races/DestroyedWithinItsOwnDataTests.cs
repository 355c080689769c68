using System.Collections.Concurrent;
using System.IO.Pipelines;
using Akka.TestKit.Xunit2;

namespace HttpActors.Tests.Races;

/// <summary>A handler ends its exchange in the middle of a piece of body that arrived in several segments.</summary>
public sealed class DestroyedWithinItsOwnDataTests : TestKit
{
    [Theory]
    [InlineData("request")]
    [InlineData("response")]
    [InlineData("socket")]
    public async Task What_is_left_of_the_piece_is_neither_delivered_nor_touched(string destroyed)
    {
        var heard = new ConcurrentQueue<string>();
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = Http.CreateServer(new HttpServerOptions { ActorSystem = Sys }, (request, answer) =>
        {
            request.DataReceived += data =>
            {
                heard.Enqueue($"data {data.Length}");
                Destroy(destroyed, request, answer);
            };
            request.Errored += _ => heard.Enqueue("errored");
            request.Closed += () => closed.SetResult();
        });
        await EventFilter.Error().ExpectAsync(0, async () =>
        {
            server.Accept(new Duplex(await RequestInSegmentsAsync(), new Pipe().Writer));
            await closed.Task.InTime();
            await Bounded.Until(() => server.ConnectionCount == 0);
        });
        Assert.Equal("data", heard.First()[..4]);
        Assert.Equal("errored", heard.Last());
        if (destroyed != "socket")
        {
            // A socket is destroyed by a message, for anybody may call it: what the turn has is delivered first.
            Assert.Equal(2, heard.Count);
        }
    }

    private static void Destroy(string what, IncomingMessage request, ServerResponse answer)
    {
        switch (what)
        {
            case "request":
                request.Destroy();
                break;
            case "response":
                answer.Destroy();
                break;
            default:
                request.Socket!.Destroy();
                break;
        }
    }

    /// <summary>A head and a body in many small segments, all there before the server reads the first.</summary>
    private static async Task<PipeReader> RequestInSegmentsAsync()
    {
        var pipe = new Pipe(new PipeOptions(minimumSegmentSize: 64, pauseWriterThreshold: 0));
        await pipe.Writer.WriteAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n"u8.ToArray());
        for (var i = 0; i < 50; i++)
        {
            pipe.Writer.GetSpan(64)[..64].Fill((byte)'x');
            pipe.Writer.Advance(64);
        }

        await pipe.Writer.FlushAsync();

        // A pipe recycles its segments once both its sides are complete.
        await pipe.Writer.CompleteAsync();
        return pipe.Reader;
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
