namespace HttpActors.Protocol.Tests;

public class TablesTests
{
    [Fact]
    public void Thirty_five_methods_sorted()
    {
        Assert.Equal(35, HttpMethods.All.Count);
        Assert.Equal(HttpMethods.All.Order(StringComparer.Ordinal), HttpMethods.All);
        Assert.Contains("QUERY", HttpMethods.All);
        Assert.Contains("M-SEARCH", HttpMethods.All);
    }

    [Fact]
    public void Sixty_three_status_codes()
    {
        Assert.Equal(63, StatusCodes.All.Count);
        Assert.Equal((100, 511), (StatusCodes.All.Keys.Min(), StatusCodes.All.Keys.Max()));
        Assert.Equal("I'm a Teapot", StatusCodes.ReasonPhrase(418));
        Assert.Equal("unknown", StatusCodes.ReasonPhrase(220));
        Assert.Equal("unknown", StatusCodes.ReasonPhrase(-1));
    }

    [Theory]
    [InlineData(nameof(Http1Limits.MaxRequestLineSize))]
    [InlineData(nameof(Http1Limits.MaxHeaderSize))]
    [InlineData(nameof(Http1Limits.MaxHeadersCount))]
    [InlineData(nameof(Http1Limits.MaxChunkExtensionsSize))]
    [InlineData(nameof(Http1Limits.MaxTrailerSize))]
    [InlineData(nameof(Http1Limits.MaxBodySize))]
    [InlineData(nameof(Http1Limits.MaxLeadingEmptyLines))]
    public void Limits_below_their_minimum_are_refused(string name)
    {
        Func<Http1Limits> create = name switch
        {
            nameof(Http1Limits.MaxRequestLineSize) => static () => new Http1Limits { MaxRequestLineSize = 15 },
            nameof(Http1Limits.MaxHeaderSize) => static () => new Http1Limits { MaxHeaderSize = 15 },
            nameof(Http1Limits.MaxHeadersCount) => static () => new Http1Limits { MaxHeadersCount = -1 },
            nameof(Http1Limits.MaxChunkExtensionsSize) => static () => new Http1Limits { MaxChunkExtensionsSize = -1 },
            nameof(Http1Limits.MaxTrailerSize) => static () => new Http1Limits { MaxTrailerSize = 1 },
            nameof(Http1Limits.MaxBodySize) => static () => new Http1Limits { MaxBodySize = -1 },
            _ => static () => new Http1Limits { MaxLeadingEmptyLines = -1 },
        };
        Assert.Contains(name, Assert.Throws<HttpRangeException>(create).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_that_contradict_each_other_are_refused_by_name()
    {
        var limits = new Http1Limits { MaxRequestLineSize = 100, MaxHeaderSize = 99 };
        var thrown = Assert.Throws<HttpRangeException>(() => new Http1Connection(Role.Server, limits));
        Assert.Contains("MaxRequestLineSize must not exceed MaxHeaderSize (99)", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults()
    {
        var limits = Http1Limits.Default;
        Assert.Equal(
            (8192, 32768, 2000, 16384, 32768, 0L, 8, true),
            (limits.MaxRequestLineSize, limits.MaxHeaderSize, limits.MaxHeadersCount, limits.MaxChunkExtensionsSize, limits.MaxTrailerSize, limits.MaxBodySize, limits.MaxLeadingEmptyLines, limits.RequireHostHeader));
    }
}
