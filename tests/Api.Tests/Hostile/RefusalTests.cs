using System.Diagnostics.Metrics;

namespace HttpActors.Tests.Hostile;

/// <summary>A refusal can be read, however much the client goes on to send (RFC 9112 section 9.6), and a limit that fires is counted.</summary>
public sealed class RefusalTests : ServerTest
{
    private const int Megabyte = 1 << 20;

    private protected override HttpServerOptions Options => new() { MaxRequestBodySize = 1000 };

    [Theory]
    [InlineData("BAD\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 50000000\r\n\r\n", 413)]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3000000\r\n", 413)]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501)]
    [InlineData("POST / HTTP/2.0\r\nHost: h\r\n\r\n", 505)]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nExpect: x\r\n\r\n", 417)]
    public async Task The_answer_survives_what_is_sent_behind_the_request(string request, int status)
    {
        var server = await ServeAsync(async (message, answer) =>
        {
            await message.ReadAllAsync();
            answer.End();
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(request);
        var junk = new byte[Megabyte];
        for (var i = 0; i < 20; i++)
        {
            // Nothing is read meanwhile: a reset would wipe out the answer and fail the sending.
            await client.SendAsync(junk);
        }

        var answer = await client.ReadResponseAsync();
        Assert.Equal(status, answer.Status);
        Assert.Equal("close", answer["Connection"]);
        Assert.NotNull(answer["Date"]);
        Assert.StartsWith($"{status} ", answer.Body, StringComparison.Ordinal);
        Assert.Equal("", await client.ReadToEndAsync());
    }

    [Theory]
    [InlineData("MaxHeaderSize", "A: 40000*x\r\n\r\n")]
    [InlineData("MaxRequestBodySize", "Content-Length: 1001\r\n\r\n")]
    public async Task A_limit_that_fires_is_counted_by_its_name(string limit, string fields)
    {
        var counted = Promise();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == "httpactors.server.limit_hits")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (tags.Length == 1 && tags[0] is { Key: "httpactors.limit", Value: string name } && name == limit)
            {
                counted.TrySetResult();
            }
        });
        listener.Start();
        var server = await ServeAsync((_, answer) => answer.End());
        var client = await ConnectAsync(server);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\n" + fields.Replace("40000*x", new string('x', 40_000), StringComparison.Ordinal));
        Assert.Contains($"({limit})", (await client.ReadResponseAsync()).Body, StringComparison.Ordinal);
        await counted.Task.InTime();
    }
}
