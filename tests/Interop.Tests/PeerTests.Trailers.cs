namespace HttpActors.Interop;

/// <content>Trailers, of those who can: RFC 9112 section 7.1.2.</content>
public abstract partial class PeerTests
{
    private protected async Task TrailersOfARequestArrive()
    {
        var request = Http.Request(To("/trailers", "POST", [new("Trailer", "Checksum")]));
        await request.WriteAsync("octets"u8.ToArray()).InTime();
        request.AddTrailers([new("Checksum", "abc")]);
        request.End();
        Assert.Equal("abc", await TextOfAsync(request));
        await SettledAsync();

        // Nothing is left over for the next one.
        Assert.NotEqual("abc", await TextOfAsync(To("/trailers", "POST")));
        Assert.Equal(1, Agent.GetStats().CreatedConnections);
    }

    private protected async Task TrailersOfAResponseArrive(string body)
    {
        var response = await Http.GetAsync(To("/trailers")).InTime();
        Assert.Equal("chunked", response.Headers["transfer-encoding"]);
        Assert.Equal(body, await response.ReadStringAsync().InTime());
        Assert.Equal("abc", response.Trailers["checksum"]);
        Assert.Equal("def", response.Trailers["x-other"]);
        Assert.Equal(1, Agent.GetStats().CreatedConnections);
    }
}
