using System.Net.Http.Json;
using System.Text;

namespace HttpActors.Tests;

/// <summary>The static module, and a foreign client (API rows 3, 15, n1, n5, n6).</summary>
public sealed class HttpModuleTests : ServerTest
{
    [Fact]
    public void Row15_Methods_are_Nodes_sorted()
    {
        Assert.Equal(35, Http.Methods.Count);
        Assert.Equal(Http.Methods.Order(StringComparer.Ordinal), Http.Methods);
        Assert.Contains("QUERY", Http.Methods);
    }

    [Fact]
    public void N1_StatusCodes_have_their_reasons()
    {
        Assert.Equal("Continue", Http.StatusCodes[100]);
        Assert.Equal("I'm a Teapot", Http.StatusCodes[418]);
        Assert.Equal("Network Authentication Required", Http.StatusCodes[511]);
    }

    [Fact]
    public void N5_N6_Names_and_values_can_be_checked()
    {
        Http.ValidateHeaderName("X-Fine");
        Http.ValidateHeaderValue("X-Fine", "fine\tvalue é");
        var name = Assert.Throws<HttpArgumentException>(() => Http.ValidateHeaderName("not fine", "Trailer name"));
        Assert.Equal("ERR_INVALID_HTTP_TOKEN", name.Code);
        Assert.StartsWith("Trailer name must be a valid HTTP token [\"not fine\"]", name.Message);
        Assert.Equal("ERR_HTTP_INVALID_HEADER_VALUE", Assert.Throws<HttpArgumentException>(() => Http.ValidateHeaderValue("A", null)).Code);
        Assert.Equal("ERR_INVALID_CHAR", Assert.Throws<HttpArgumentException>(() => Http.ValidateHeaderValue("A", "\n")).Code);
    }

    [Fact]
    public async Task HttpClient_gets_posts_and_streams()
    {
        var server = await ServeAsync(async (request, answer) =>
        {
            answer.SetHeader("Content-Type", request.Headers["content-type"] ?? "text/plain");
            if (request.Method == "POST")
            {
                await foreach (var piece in request)
                {
                    await answer.WriteAsync(piece);
                }
            }
            else
            {
                await answer.WriteAsync(Encoding.UTF8.GetBytes(request.Url));
            }

            answer.End();
        });
        using var client = new HttpClient { BaseAddress = new Uri($"http://{server.Address}"), Timeout = Bounded.Patience };
        Assert.Equal("/a/b?c=d", await client.GetStringAsync(new Uri("/a/b?c=d", UriKind.Relative)));

        using var json = JsonContent.Create(new { text = "žluťoučký" });
        using var echoed = await client.PostAsync(new Uri("/echo", UriKind.Relative), json);
        Assert.Equal("{\"text\":\"\\u017Elu\\u0165ou\\u010Dk\\u00FD\"}", await echoed.Content.ReadAsStringAsync());

        var large = new byte[5_000_000];
        new Random(1).NextBytes(large);
        using var content = new ByteArrayContent(large);
        using var returned = await client.PostAsync(new Uri("/large", UriKind.Relative), content);
        Assert.True((await returned.Content.ReadAsByteArrayAsync()).AsSpan().SequenceEqual(large));
    }

    [Fact]
    public async Task HttpClient_works_with_many_requests_at_once_on_both_transports()
    {
        foreach (var transport in new[] { HttpTransport.Automatic, HttpTransport.ThreadPool })
        {
            var server = await ServeAsync(
                async (request, answer) => answer.End($"{request.Url} {await request.ReadStringAsync()}"),
                new HttpServerOptions { Transport = transport });
            using var client = new HttpClient { BaseAddress = new Uri($"http://{server.Address}"), Timeout = Bounded.Patience };
            await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
            {
                using var content = new StringContent($"body {i}");
                using var response = await client.PostAsync(new Uri($"/{i}", UriKind.Relative), content);
                Assert.Equal($"/{i} body {i}", await response.Content.ReadAsStringAsync());
            })).InTime();
        }
    }
}
