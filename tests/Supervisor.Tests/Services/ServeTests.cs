using System.Net;
using System.Net.Http.Headers;
using HttpActors.Supervisor.Tests.Harness;

namespace HttpActors.Supervisor.Tests.Services;

public class ServeTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Theory]
    [InlineData("a.txt", "text/plain; charset=utf-8", "0123456789")]
    [InlineData("empty.bin", "application/octet-stream", "")]
    [InlineData("one.bin", "application/octet-stream", "1")]
    [InlineData("", "text/html; charset=utf-8", "<!DOCTYPE html><title>home</title>home")]
    [InlineData("index.html", "text/html; charset=utf-8", "<!DOCTYPE html><title>home</title>home")]
    [InlineData("plain/c%20%26%20d.txt", "text/plain; charset=utf-8", "c")]
    [InlineData("a.txt?v=1", "text/plain; charset=utf-8", "0123456789")]
    [InlineData(".well-known/x.txt", "text/plain; charset=utf-8", "x")]
    public async Task A_file_is_sent_with_its_type_and_validators(string path, string type, string text)
    {
        using var response = await site.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(text, await response.Content.ReadAsStringAsync());
        Assert.Equal(type, response.Content.Headers.ContentType!.ToString());
        Assert.Equal(text.Length, response.Content.Headers.ContentLength);
        Assert.False(response.Headers.ETag!.IsWeak);
        Assert.NotNull(response.Content.Headers.LastModified);
        Assert.Equal("bytes", response.Headers.AcceptRanges.Single());
        Assert.NotNull(response.Headers.Date);
    }

    [Theory]
    [InlineData("a.txt")]
    [InlineData("empty.bin")]
    [InlineData("plain/")]
    [InlineData("none")]
    [InlineData("plain")]
    public async Task Head_is_get_without_the_body(string path)
    {
        using var get = await site.Client.GetAsync(path);
        using var head = await site.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task What_the_client_has_already_is_not_sent_again()
    {
        using var first = await site.Client.GetAsync("a.txt");
        using var byTag = await GetAsync("a.txt", h => h.IfNoneMatch.Add(first.Headers.ETag!));
        using var byDate = await GetAsync("a.txt", h => h.IfModifiedSince = first.Content.Headers.LastModified);
        using var other = await GetAsync("a.txt", h => h.IfNoneMatch.ParseAdd("\"other\""));
        using var stale = await GetAsync("a.txt", h => h.IfMatch.ParseAdd("\"other\""));

        Assert.Equal(HttpStatusCode.NotModified, byTag.StatusCode);
        Assert.Equal(first.Headers.ETag, byTag.Headers.ETag);
        Assert.Empty(await byTag.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotModified, byDate.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
    }

    [Theory]
    [InlineData("bytes=0-0", "0", "bytes 0-0/10")]
    [InlineData("bytes=3-5", "345", "bytes 3-5/10")]
    [InlineData("bytes=7-", "789", "bytes 7-9/10")]
    [InlineData("bytes=-2", "89", "bytes 8-9/10")]
    [InlineData("bytes=5-500", "56789", "bytes 5-9/10")]
    public async Task A_range_is_a_part(string range, string text, string contentRange)
    {
        using var response = await GetAsync("a.txt", h => h.TryAddWithoutValidation("Range", range));

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(text, await response.Content.ReadAsStringAsync());
        Assert.Equal(contentRange, response.Content.Headers.ContentRange!.ToString());
        Assert.Equal(text.Length, response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task A_range_past_the_end_is_416_with_the_length()
    {
        using var response = await GetAsync("a.txt", h => h.TryAddWithoutValidation("Range", "bytes=10-"));

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal("bytes */10", response.Content.Headers.ContentRange!.ToString());
    }

    [Fact]
    public async Task Several_ranges_and_parts_of_another_state_get_the_whole_file()
    {
        using var several = await GetAsync("a.txt", h => h.TryAddWithoutValidation("Range", "bytes=0-1,3-4"));
        using var changed = await GetAsync("a.txt", h =>
        {
            h.TryAddWithoutValidation("Range", "bytes=0-1");
            h.IfRange = new RangeConditionHeaderValue("\"other\"");
        });

        Assert.Equal(HttpStatusCode.OK, several.StatusCode);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal("0123456789", await changed.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("plain", "/plain/")]
    [InlineData("plain?x=1&y", "/plain/?x=1&y")]
    public async Task A_directory_gets_its_slash(string path, string location)
    {
        using var response = await site.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.MovedPermanently, response.StatusCode);
        Assert.Equal(location, response.Headers.Location!.OriginalString);
        Assert.True(response.Headers.CacheControl!.NoCache);
    }

    [Fact]
    public async Task A_directory_without_an_index_is_listed()
    {
        var html = await site.Client.GetStringAsync("plain/");

        Assert.Contains("<a href=\"b.txt\">b.txt</a>", html);
        Assert.Contains("<a href=\"c%20%26%20d.txt\">c &amp; d.txt</a>", html);
        Assert.Contains("<a href=\"../\">", html);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Other_methods_are_not_allowed(string method)
    {
        using var response = await site.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "a.txt"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_missing_page_stays_missing_unless_a_single_page_application_is_served()
    {
        await using var spa = await SupervisorProcess.ListenAsync("serve", site.Root, "--spa", "--listen", "127.0.0.1:0");
        using var plain = await GetAsync("any/page", h => h.Accept.ParseAdd("text/html"));
        using var client = new HttpClient { BaseAddress = spa.Url, Timeout = Wait.Limit };
        using var script = await client.GetAsync("missing.js");
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var page = await client.GetAsync("any/page");

        Assert.Equal(HttpStatusCode.NotFound, plain.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, script.StatusCode);
        Assert.Contains("home", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_current_directory_is_the_default()
    {
        await using var server = await SupervisorProcess.ListenInAsync(site.Root, "serve", "--listen", "127.0.0.1:0");

        Assert.Contains(" 200 ", await RawClient.GetAsync(server.Url, "/a.txt"));
    }

    private Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestHeaders> configure)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        configure(request.Headers);
        return site.Client.SendAsync(request);
    }
}
