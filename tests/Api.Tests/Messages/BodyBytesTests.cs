namespace HttpActors.Tests.Messages;

/// <summary><see cref="ServerResponse.BodyBytesWritten"/>: what logs and meters say of a body, however it was framed.</summary>
public sealed class BodyBytesTests : ServerTest
{
    [Theory]
    [InlineData(null)]
    [InlineData("12")]
    public async Task Octets_of_the_body_are_counted_without_their_framing(string? length)
    {
        var first = -1L;
        var last = await CountAsync("GET", (_, response) =>
        {
            if (length is not null)
                response.SetHeader("Content-Length", length);
            response.Write("hello, ");
            first = response.BodyBytesWritten;
            response.End("wörl");
        });

        Assert.Equal((7, 12), (first, last));
    }

    [Fact]
    public async Task One_End_with_all_the_data_counts_too() =>
        Assert.Equal(4, await CountAsync("GET", (_, response) => response.End("data")));

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("GET", 204)]
    [InlineData("GET", 304)]
    public async Task What_is_dropped_is_not_counted(string method, int status) =>
        Assert.Equal(0, await CountAsync(method, (_, response) =>
        {
            response.StatusCode = status;
            response.Write("body");
            response.End("body");
        }));

    [Fact]
    public async Task Each_response_of_a_connection_counts_for_itself()
    {
        var counts = new List<long>();
        var server = await ServeAsync((request, response) =>
        {
            response.End(new byte[request.Url.Length]);
            counts.Add(response.BodyBytesWritten);
        });
        var client = await ConnectAsync(server);

        foreach (var path in (string[])["/", "/four", "/x"])
            await client.ExchangeAsync($"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n");

        Assert.Equal([1, 5, 2], counts);
    }

    [Fact]
    public async Task What_other_threads_write_counts_once_the_turn_has_taken_it()
    {
        var count = Promise<long>();
        var server = await ServeAsync((_, response) =>
        {
            response.Closed += () => count.TrySetResult(response.BodyBytesWritten);
            ThreadPool.QueueUserWorkItem(_ =>
            {
                response.Write("one ");
                response.End("two");
            });
        });

        Assert.Equal("one two", (await (await ConnectAsync(server)).ExchangeAsync(Get)).Body);

        Assert.Equal(7, await count.Task.InTime());
    }

    [Fact]
    public async Task A_body_that_is_broken_off_counts_what_was_put_on_its_way()
    {
        var begun = Promise();
        var count = Promise<long>();
        var server = await ServeAsync((_, response) =>
        {
            response.SetHeader("Content-Length", "1000000");
            response.Closed += () => count.TrySetResult(response.BodyBytesWritten);
            response.Write(new byte[1000], _ => begun.TrySetResult());
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        await begun.Task.InTime();

        client.Dispose();

        Assert.Equal(1000, await count.Task.InTime());
    }

    /// <summary>When all is over.</summary>
    private async Task<long> CountAsync(string method, RequestListener listener)
    {
        var count = Promise<long>();
        var server = await ServeAsync((request, response) =>
        {
            response.Closed += () => count.TrySetResult(response.BodyBytesWritten);
            listener(request, response);
        });
        await (await ConnectAsync(server)).SendAsync($"{method} / HTTP/1.1\r\nHost: h\r\n\r\n");
        return await count.Task.InTime();
    }
}
