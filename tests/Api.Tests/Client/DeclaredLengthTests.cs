using HttpActors.Protocol;

namespace HttpActors.Tests.Client;

/// <summary>A request whose content is not as long as its Content-Length says.</summary>
public class DeclaredLengthTests : ClientTest
{
    private ClientRequest Declare(RawServer server, int length) =>
        Http.Request(To(server, method: "POST")).SetHeader("Content-Length", $"{length}");

    [Fact]
    public async Task Too_much_is_refused_in_the_call_and_what_fits_goes_on()
    {
        var server = ListenRaw();
        var request = Declare(server, 10);
        request.Write("12345");
        AssertMismatch(Assert.Throws<LocalProtocolException>(() => request.Write("678901")), "11 bytes");
        request.Write("678");
        AssertMismatch(Assert.Throws<LocalProtocolException>(() => request.End("901")), "11 bytes");
        request.End("90");
        var peer = await server.AcceptAsync();
        Assert.EndsWith("\r\n\r\n1234567890", await peer.ReadUntilAsync("1234567890"), StringComparison.Ordinal);
        await peer.AnswerAsync("yes");
        Assert.Equal("yes", await (await request.Response.InTime()).ReadStringAsync().InTime());

        // Nothing of what was refused is on the wire: the next request is clean.
        var next = Http.GetAsync(To(server));
        Assert.StartsWith("GET / HTTP/1.1\r\n", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        await peer.AnswerAsync("next");
        Assert.Equal("next", await (await next.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task Too_little_is_refused_at_the_end_with_both_lengths()
    {
        var server = ListenRaw();
        var request = Declare(server, 10);
        request.Write("12345");
        AssertMismatch(Assert.Throws<LocalProtocolException>(() => request.End("678")), "8 bytes");
        AssertMismatch(Assert.Throws<LocalProtocolException>(() => request.End()), "5 bytes");
        Assert.False(request.IsEnded);
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.ReadAsync(5);
        request.Destroy();
        Assert.Equal("", await peer.ReadToEndAsync());
    }

    [Theory]
    [InlineData("123")]
    [InlineData("12345678901")]
    public async Task A_request_that_is_given_whole_fails_and_its_connection_is_not_used_again(string body)
    {
        var server = ListenRaw();
        var peer = await KeepOneAsync(server);
        var options = new ClientRequestOptions
        {
            Host = "127.0.0.1",
            Port = server.Port,
            Method = "POST",
            Agent = Agent,
            Headers = [new("Content-Length", "10")],
        };
        var error = await Assert.ThrowsAsync<HttpException>(() => Http.RequestAsync(options, System.Text.Encoding.ASCII.GetBytes(body)).InTime());
        Assert.Equal("ERR_HTTP_CONTENT_LENGTH_MISMATCH", error.Code);
        Assert.Contains($"{body.Length} bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains("10 bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal("", await peer.ReadToEndAsync());
    }

    [Fact]
    public async Task An_answer_does_not_return_a_connection_whose_request_is_short()
    {
        var server = ListenRaw();
        var request = Declare(server, 10);
        request.Write("12345");
        var peer = await server.AcceptAsync();
        await peer.ReadUntilAsync("12345");
        await peer.AnswerAsync("early");
        Assert.Equal("early", await (await request.Response.InTime()).ReadStringAsync().InTime());
        var next = Http.GetAsync(To(server));
        var other = await server.AcceptAsync();
        await other.ReadHeadAsync();
        await other.AnswerAsync("clean");
        Assert.Equal("clean", await (await next.InTime()).ReadStringAsync().InTime());
    }

    private static void AssertMismatch(LocalProtocolException error, string given)
    {
        Assert.Equal("ERR_HTTP_CONTENT_LENGTH_MISMATCH", error.Code);
        Assert.Contains(given, error.Message, StringComparison.Ordinal);
        Assert.Contains("10 bytes", error.Message, StringComparison.Ordinal);
    }
}
