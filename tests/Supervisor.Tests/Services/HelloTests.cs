using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Services;

public class HelloTests
{
    [Fact]
    public async Task Hello_greets_with_a_length_and_a_date()
    {
        await using var server = await SupervisorProcess.ListenAsync("hello", "--listen", "127.0.0.1:0");
        using var client = new HttpClient { Timeout = Wait.Limit };

        using var response = await client.GetAsync(new Uri(server.Url, "any/path"));

        Assert.Equal("Hello, World!", await response.Content.ReadAsStringAsync());
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(13, response.Content.Headers.ContentLength);
        Assert.NotNull(response.Headers.Date);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order_on_one_connection()
    {
        await using var server = await SupervisorProcess.ListenAsync("hello", "--listen", "127.0.0.1:0");

        var response = await RawClient.ExchangeAsync(server.Url,
            "GET / HTTP/1.1\r\nHost: x\r\n\r\nHEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Equal(4, response.Split("HTTP/1.1 200 ").Length);
        Assert.Equal(3, response.Split("Hello, World!").Length);
    }
}
