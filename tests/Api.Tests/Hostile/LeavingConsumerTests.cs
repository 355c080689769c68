namespace HttpActors.Tests.Hostile;

/// <summary>
/// Who takes a body leaves within it and answers: the answer is whole, and the connection either serves the request
/// behind the body or ends in order.
/// </summary>
public sealed class LeavingConsumerTests : ServerTest
{
    private const int Piece = 1000;

    [Theory]
    [InlineData("chunks", 2)]
    [InlineData("chunks", 2000)]
    [InlineData("reader", 2)]
    [InlineData("reader", 2000)]
    [InlineData("subscription", 2)]
    [InlineData("subscription", 2000)]
    [InlineData("stream", 2)]
    [InlineData("stream", 2000)]
    public async Task The_answer_is_whole_and_the_connection_goes_on_or_ends_in_order(string how, int pieces)
    {
        var began = Promise();
        var server = await ServeAsync(async (request, response) =>
        {
            if (request.Method == "POST")
            {
                began.SetResult();
                await LeaveAsync(how, request);
            }

            response.End("left");
        });
        var client = await ConnectAsync(server);
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {Piece * pieces}\r\n\r\n" + new string('x', Piece));
        await began.Task.InTime();
        var sending = SendRestAsync(client, pieces - 1);
        var first = await client.ReadResponseAsync();
        Assert.Equal((200, "left"), (first.Status, first.Body));
        await sending;

        // A little more is read away; who has much to send is not waited for.
        var rest = await client.ReadToEndAsync();
        Assert.True(rest.Length == 0 ? pieces > 2 : rest.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) && rest.EndsWith("left", StringComparison.Ordinal), rest);
        var other = await ConnectAsync(server);
        Assert.Equal("left", (await other.ExchangeAsync(Get)).Body);
    }

    private static async Task SendRestAsync(RawClient client, int pieces)
    {
        try
        {
            for (var i = 0; i < pieces; i++)
            {
                await client.SendAsync(new string('x', Piece));
            }

            await client.SendAsync("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        }
        catch (System.Net.Sockets.SocketException)
        {
            // A server that has said it closes need not take the rest.
        }
    }

    private static async Task LeaveAsync(string how, IncomingMessage request)
    {
        switch (how)
        {
            case "chunks":
                await foreach (var _ in request.ReadChunksAsync())
                {
                    break;
                }

                break;
            case "reader":
                var read = await request.Body.ReadAsync();
                request.Body.AdvanceTo(read.Buffer.GetPosition(1), read.Buffer.End);
                await request.Body.CompleteAsync();
                break;
            case "stream":
                await using (var stream = request.AsStream())
                {
                    await stream.ReadExactlyAsync(new byte[1]);
                }

                break;
            default:
                var heard = Promise();
                using (request.Data.Subscribe(new Callback<ReadOnlyMemory<byte>>(_ => heard.TrySetResult())))
                {
                    await heard.Task;
                }

                break;
        }
    }
}
