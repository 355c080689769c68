using System.IO.Pipelines;

namespace HttpActors.Tests.Races;

/// <summary>
/// A peer takes octets as fast as a handler writes them: the writer waits now and again all the same, so that other
/// connections of the loop have their turn.
/// </summary>
public sealed class WriterOwnsNoLoopTests
{
    private const int Pieces = 64;
    private const int PieceSize = 64 * 1024;

    [Theory]
    [InlineData("awaits")]
    [InlineData("listens")]
    public async Task It_waits_for_its_next_turn_and_loses_nothing(string how)
    {
        var waits = 0;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = Http.CreateServer((_, answer) =>
        {
            answer.SetHeader("Content-Length", $"{Pieces * PieceSize}");
            answer.Finished += done.SetResult;
            return how == "awaits" ? AwaitAsync(answer, () => waits++) : Listen(answer, () => waits++);
        });
        var output = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        server.Accept(new Greedy(await GetAsync(), output.Writer));
        await done.Task.InTime();

        // 4 MB with a share of 1 MB for each turn.
        Assert.InRange(waits, 3, 4);
        var response = await output.Reader.ReadAtLeastAsync(Pieces * PieceSize).InTime();
        Assert.InRange(response.Buffer.Length, Pieces * PieceSize, (Pieces * PieceSize) + 1000);
    }

    private static async Task AwaitAsync(ServerResponse answer, Action waits)
    {
        var piece = new byte[PieceSize];
        for (var i = 0; i < Pieces; i++)
        {
            var written = answer.WriteAsync(piece);
            if (!written.IsCompleted)
            {
                waits();
            }

            await written;
        }

        answer.End();
    }

    private static Task Listen(ServerResponse answer, Action waits)
    {
        var piece = new byte[PieceSize];
        var left = Pieces;
        answer.Drained += Write;
        Write();
        return Task.CompletedTask;

        void Write()
        {
            while (left-- > 0)
            {
                if (!answer.Write(piece))
                {
                    waits();
                    return;
                }
            }

            answer.End();
        }
    }

    private static async Task<PipeReader> GetAsync()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n"u8.ToArray());
        return pipe.Reader;
    }

    private sealed record Greedy(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
