using System.Diagnostics;

namespace HttpActors.Tests.Threading;

/// <summary>Backpressure in both directions (4.9; scenario C49).</summary>
public sealed class BackpressureTests : ServerTest
{
    private const int Mark = 64 * 1024;
    private static readonly byte[] Piece = Enumerable.Range(0, 32 * 1024).Select(i => (byte)('a' + (i % 26))).ToArray();

    [Fact]
    public async Task N72_S49_Write_says_wait_above_the_mark_Drained_follows_and_nothing_is_lost()
    {
        const int Pieces = 400;
        var waits = 0;
        var server = await ServeAsync((_, answer) =>
        {
            Assert.Equal(Mark, answer.HighWaterMark);
            answer.SetHeader("Content-Length", Pieces * Piece.Length);
            var sent = 0;
            void WriteOn()
            {
                while (sent < Pieces)
                {
                    sent++;
                    if (!answer.Write(Piece))
                    {
                        waits++;
                        break;
                    }
                }

                if (sent == Pieces)
                {
                    answer.End();
                }
            }

            answer.Drained += WriteOn;
            WriteOn();
        });
        var client = await ConnectAsync(server, receiveBuffer: 8 * 1024);
        await client.SendAsync(Get);
        await AssertWholeAsync(client, Pieces);
        Assert.True(waits > 0, "The peer read slowly and Write never said wait.");
    }

    [Fact]
    public async Task WriteAsync_keeps_what_is_buffered_below_the_mark_and_one_write()
    {
        const int Pieces = 400;
        var most = 0L;
        var server = await ServeAsync(async (_, answer) =>
        {
            answer.SetHeader("Content-Length", Pieces * Piece.Length);
            for (var i = 0; i < Pieces; i++)
            {
                await answer.WriteAsync(Piece);
                most = Math.Max(most, answer.BufferedBytes);
            }

            answer.End();
        });
        var client = await ConnectAsync(server, receiveBuffer: 8 * 1024);
        await client.SendAsync(Get);
        await AssertWholeAsync(client, Pieces);
        Assert.InRange(most, 0, Mark);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WriteAsync_waits_for_a_peer_that_does_not_read(bool inTurn)
    {
        var answers = Promise<ServerResponse>();
        var written = 0L;
        var server = await ServeAsync(async (_, answer) =>
        {
            answers.SetResult(answer);
            if (!inTurn)
            {
                await Task.Run(() => { }).ConfigureAwait(false);
            }

            try
            {
                while (true)
                {
                    await answer.WriteAsync(Piece).ConfigureAwait(inTurn);
                    Interlocked.Increment(ref written);
                }
            }
            catch (Exception error) when (error is HttpException or HttpStateException)
            {
                // The test has seen enough.
            }
        });
        var client = await ConnectAsync(server, receiveBuffer: 8 * 1024);
        await client.SendAsync(Get);
        var answer = await answers.Task.InTime();
        await AssertStandsStillAsync(() => Volatile.Read(ref written));
        Assert.InRange(answer.BufferedBytes, 1, Mark + Piece.Length + 1024);

        var before = Volatile.Read(ref written);
        var reading = client.EndsWithResetAsync();
        await Bounded.Until(() => Volatile.Read(ref written) > before + 10);
        answer.Destroy();
        await reading;
    }

    [Fact]
    public async Task WriteAsync_fails_when_the_peer_leaves()
    {
        var outcome = Promise<Exception?>();
        var waiting = Promise();
        var server = await ServeAsync(async (_, answer) =>
        {
            outcome.SetResult(await Record.ExceptionAsync(async () =>
            {
                while (true)
                {
                    var write = answer.WriteAsync(Piece);
                    if (!write.IsCompleted)
                    {
                        waiting.TrySetResult();
                    }

                    await write;
                }
            }));
        });
        var client = await ConnectAsync(server, receiveBuffer: 8 * 1024);
        await client.SendAsync(Get);
        await waiting.Task.InTime();
        client.Reset();
        Assert.NotNull(await outcome.Task.InTime());
    }

    [Fact]
    public async Task A_writer_that_never_waits_loses_the_connection_at_the_hard_cap()
    {
        var closed = Promise<Exception?>();
        var server = await ServeAsync(
            (_, answer) =>
            {
                answer.Closed += () => closed.SetResult(answer.Error);
                for (var i = 0; i < 1_000 && !answer.IsDestroyed; i++)
                {
                    answer.Write(Piece);
                }
            },
            new HttpServerOptions { MaxBufferedBytes = 1024 * 1024 });
        var client = await ConnectAsync(server, receiveBuffer: 8 * 1024);
        await client.SendAsync(Get);
        Assert.Equal("ERR_HTTP_OUTPUT_LIMIT", Assert.IsType<HttpException>(await closed.Task.InTime()).Code);
    }

    [Fact]
    public async Task A_body_that_nobody_reads_stops_the_sender()
    {
        var requests = Promise<IncomingMessage>();
        var server = await ServeAsync((request, _) => requests.SetResult(request));
        await AssertSenderStopsAsync(server, async () => (await requests.Task.InTime()).Resume());
    }

    [Fact]
    public async Task A_paused_body_stops_the_sender_and_Resume_lets_it_go_on()
    {
        var requests = Promise<IncomingMessage>();
        var server = await ServeAsync((request, _) =>
        {
            var isFirst = true;
            request.DataReceived += _ =>
            {
                if (isFirst)
                {
                    isFirst = false;
                    request.Pause();
                    requests.SetResult(request);
                }
            };
        });
        await AssertSenderStopsAsync(server, async () => (await requests.Task.InTime()).Resume());
    }

    [Fact]
    public async Task A_reader_that_does_not_read_on_stops_the_sender()
    {
        var requests = Promise<IncomingMessage>();
        var server = await ServeAsync((request, answer) =>
        {
            _ = request.Body;
            requests.SetResult(request);
        });
        await AssertSenderStopsAsync(server, async () =>
        {
            var request = await requests.Task.InTime();
            _ = request.Body.CopyToAsync(Stream.Null);
        });
    }

    [Fact]
    public async Task S49_A_client_that_pipelines_without_reading_is_not_read_on()
    {
        var handled = 0;
        var body = new string('x', 16 * 1024);
        var server = await ServeAsync((_, answer) =>
        {
            Interlocked.Increment(ref handled);
            answer.End(body);
        });
        var client = await ConnectAsync(server, receiveBuffer: 8 * 1024);
        var requests = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Get, 1_000)));
        using var flood = new CancellationTokenSource();
        var sending = SendForEverAsync(client, requests, flood.Token);
        await AssertStandsStillAsync(() => Volatile.Read(ref handled));
        Assert.InRange(handled, 1, 10_000);
        await flood.CancelAsync();
        await sending;
    }

    /// <summary>The sender gets stuck until <paramref name="release"/>, then goes on.</summary>
    private async Task AssertSenderStopsAsync(HttpServer server, Func<Task> release)
    {
        var client = await ConnectAsync(server);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9999999999\r\n\r\n");
        using var end = new CancellationTokenSource();
        var sent = new StrongBox();
        var sending = SendForEverAsync(client, Piece, end.Token, sent);
        await AssertStandsStillAsync(() => Volatile.Read(ref sent.Value));
        var before = Volatile.Read(ref sent.Value);
        Assert.InRange(before, 1, 64L * 1024 * 1024);
        await release();
        await Bounded.Until(() => Volatile.Read(ref sent.Value) > before + (8 * 1024 * 1024));
        await end.CancelAsync();
        await sending;
    }

    private static async Task SendForEverAsync(RawClient client, byte[] octets, CancellationToken end, StrongBox? count = null)
    {
        try
        {
            while (true)
            {
                var sent = await client.TrySendAsync(octets, end);
                if (count is not null)
                {
                    Interlocked.Add(ref count.Value, sent);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or System.Net.Sockets.SocketException)
        {
            // As long as it lasted.
        }
    }

    /// <summary>A figure that grows while something flows has stopped growing for a while.</summary>
    private static async Task AssertStandsStillAsync(Func<long> figure)
    {
        var last = -1L;
        var since = Stopwatch.GetTimestamp();
        await Bounded.Until(() =>
        {
            if (figure() is var now && (now != last || now == 0))
            {
                last = now;
                since = Stopwatch.GetTimestamp();
            }

            return Stopwatch.GetElapsedTime(since) > TimeSpan.FromMilliseconds(300);
        });
    }

    private static async Task AssertWholeAsync(RawClient client, int pieces)
    {
        var response = await client.ReadResponseAsync();
        Assert.Equal(pieces * Piece.Length, response.Body.Length);
        var expected = System.Text.Encoding.Latin1.GetString(Piece);
        for (var i = 0; i < pieces; i++)
        {
            Assert.True(response.Body.AsSpan(i * Piece.Length, Piece.Length).SequenceEqual(expected), $"Differs in piece {i}.");
        }
    }

    private sealed class StrongBox
    {
        public long Value;
    }
}
