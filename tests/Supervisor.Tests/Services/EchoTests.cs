using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Services;

public class EchoTests(EchoFixture echo) : IClassFixture<EchoFixture>
{
    [Fact]
    public async Task A_get_is_described()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "some/path?q=1");
        request.Headers.Add("X-Twice", ["a", "b"]);
        using var response = await echo.Client.SendAsync(request);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(
            ["method", "url", "httpVersion", "headers", "body", "bodyLength", "trailers"],
            json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal("GET", Text(json, "method"));
        Assert.Equal("/some/path?q=1", Text(json, "url"));
        Assert.Equal("1.1", Text(json, "httpVersion"));
        Assert.Equal("a, b", json.RootElement.GetProperty("headers").GetProperty("x-twice").GetString());
        Assert.Equal("", Text(json, "body"));
        Assert.Equal(0, json.RootElement.GetProperty("bodyLength").GetInt64());
        Assert.Empty(json.RootElement.GetProperty("trailers").EnumerateObject());
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("\"quotes\" \\ and \n lines \t \u0001")]
    [InlineData("é ü 漢字 😀 <&>")]
    public async Task A_chunked_body_comes_back(string body)
    {
        using var json = await PostChunkedAsync(Encoding.UTF8.GetBytes(body));

        Assert.Equal("chunked", json.RootElement.GetProperty("headers").GetProperty("transfer-encoding").GetString());
        Assert.Equal(body, Text(json, "body"));
        Assert.Equal(Encoding.UTF8.GetByteCount(body), json.RootElement.GetProperty("bodyLength").GetInt64());
    }

    [Theory]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(1_000_003)]
    public async Task A_large_body_keeps_characters_that_lie_across_pieces(int length)
    {
        var text = new StringBuilder("x");
        while (Encoding.UTF8.GetByteCount("漢") * text.Length < length)
            text.Append('漢');
        using var json = await PostChunkedAsync(Encoding.UTF8.GetBytes(text.ToString()));

        Assert.Equal(text.ToString(), Text(json, "body"));
    }

    [Fact]
    public async Task What_is_not_UTF8_is_replaced_and_still_counted()
    {
        using var json = await PostChunkedAsync([0xff, 0xfe, (byte)'a', 0xe2, 0x82]);

        Assert.Equal("\ufffd\ufffda\ufffd", Text(json, "body"));
        Assert.Equal(5, json.RootElement.GetProperty("bodyLength").GetInt64());
    }

    [Fact]
    public async Task Trailers_and_an_old_version_are_shown()
    {
        var response = await RawClient.ExchangeAsync(echo.Server.Url,
            "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 42\r\n\r\n");
        Assert.Contains("\"body\":\"abc\",\"bodyLength\":3,\"trailers\":{\"x-sum\":\"42\"}}", response);

        var old = await RawClient.ExchangeAsync(echo.Server.Url, "GET / HTTP/1.0\r\n\r\n");
        Assert.Contains("\"httpVersion\":\"1.0\"", old);
        Assert.DoesNotContain("chunked", old);
    }

    [Theory]
    [InlineData("empty", HttpStatusCode.OK)]
    [InlineData("empty?x", HttpStatusCode.OK)]
    [InlineData("nocontent", HttpStatusCode.NoContent)]
    [InlineData("notmodified", HttpStatusCode.NotModified)]
    public async Task Answers_without_a_body_can_be_had(string path, HttpStatusCode status)
    {
        using var get = await echo.Client.GetAsync(path);
        using var post = await echo.Client.PostAsync(path, new StringContent("not read"));

        Assert.Equal(status, get.StatusCode);
        Assert.Empty(await get.Content.ReadAsByteArrayAsync());
        Assert.Equal(status, post.StatusCode);
    }

    [Fact]
    public async Task Head_has_no_body()
    {
        var response = await RawClient.ExchangeAsync(echo.Server.Url, "HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", response, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", response, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_announced_body_over_the_limit_is_refused_unread()
    {
        using var client = await RawClient.ConnectAsync(echo.Server.Url);
        await client.SendAsync($"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {(64L << 20) + 1}\r\n\r\n");

        // Nothing of the body is ever sent: the answer must not wait for it.
        Assert.Equal("HTTP/1.1 413 ", Encoding.Latin1.GetString(await client.ReadAsync(13)));
    }

    [Fact]
    public async Task A_chunked_body_over_the_limit_is_refused()
    {
        using var client = await RawClient.ConnectAsync(echo.Server.Url);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        var chunk = "100000\r\n" + new string('x', 1 << 20) + "\r\n";
        for (var i = 0; i < 64; i++)
            await client.SendAsync(chunk);
        await client.SendAsync("1\r\n");
        await client.SendAsync("x");

        Assert.Equal("HTTP/1.1 413 ", Encoding.Latin1.GetString(await client.ReadAsync(13)));
    }

    private static string? Text(JsonDocument json, string name) => json.RootElement.GetProperty(name).GetString();

    private async Task<JsonDocument> PostChunkedAsync(byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "") { Content = new StreamContent(new MemoryStream(body)) };
        request.Headers.TransferEncodingChunked = true;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        using var response = await echo.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync());
    }
}
