namespace HttpActors.Protocol.Tests;

/// <summary>What one side writes the other side reads, and both are in the same states after every step.</summary>
public class ConnectionPairTests
{
    private readonly ConnectionPair _pair = new();

    [Fact]
    public void Three_cycles()
    {
        for (var i = 0; i < 3; i++)
        {
            Request("GET", 0);
            Assert.Equal("RequestHead EndOfMessage", _pair.Carry(Role.Client));
            Respond(200, null, "hello");
            Assert.Equal("ResponseHead hello EndOfMessage", _pair.Carry(Role.Server));
            _pair.Client.StartNextCycle();
            _pair.Server.StartNextCycle();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Content_both_ways_with_trailers(bool chunked)
    {
        _pair.Client.WriteRequestHead(_pair.ToServer, new RequestHeadSpec { Method = "POST", Target = "/", Host = "a", BodyLength = chunked ? null : 4 });
        _pair.Client.WriteData(_pair.ToServer, "ab"u8);
        Assert.Equal("RequestHead ab", _pair.Carry(Role.Client));
        _pair.Client.WriteData(_pair.ToServer, "cd"u8);
        _pair.Client.WriteEnd(_pair.ToServer, [new("A", "b")]);
        Assert.Equal("cd EndOfMessage", _pair.Carry(Role.Client));
        Assert.Equal(chunked ? 1 : 0, _pair.Server.Trailers.Count);
        Respond(200, chunked ? null : 1, "x");
        Assert.Equal("ResponseHead x EndOfMessage", _pair.Carry(Role.Server));
        Assert.True(_pair.Client.CanStartNextCycle && _pair.Server.CanStartNextCycle);
    }

    [Fact]
    public void Expect_and_continue()
    {
        _pair.Client.WriteRequestHead(_pair.ToServer, new RequestHeadSpec
        {
            Method = "POST",
            Target = "/",
            Host = "a",
            BodyLength = 2,
            Fields = [new("Expect", "100-continue")],
        });
        Assert.Equal("RequestHead", _pair.Carry(Role.Client));
        Assert.True(_pair.Server.RequestHead!.ExpectsContinue);
        _pair.Server.WriteInformational(_pair.ToClient, 100, default);
        Assert.Equal("Informational", _pair.Carry(Role.Server));
        _pair.Client.WriteData(_pair.ToServer, "hi"u8);
        _pair.Client.WriteEnd(_pair.ToServer, default);
        Assert.Equal("hi EndOfMessage", _pair.Carry(Role.Client));
    }

    [Fact]
    public void Close_of_either_side()
    {
        _pair.Server.CloseAfterThis();
        Request("GET", 0);

        // Only the server knows yet; what it writes tells the client.
        _pair.Client.CloseAfterThis();
        Assert.Equal("RequestHead EndOfMessage", _pair.Carry(Role.Client));
        Respond(200, 0, "");
        Assert.Equal("ResponseHead EndOfMessage", _pair.Carry(Role.Server));
        Assert.Equal((SideState.MustClose, SideState.MustClose), (_pair.Client.State.Client, _pair.Client.State.Server));
    }

    [Fact]
    public void Head_204_and_304()
    {
        foreach (var (method, status) in new[] { ("HEAD", 200), ("GET", 204), ("GET", 304) })
        {
            Request(method, 0);
            _pair.Carry(Role.Client);
            Respond(status, null, "dropped");
            Assert.Equal("ResponseHead EndOfMessage", _pair.Carry(Role.Server));
            _pair.Client.StartNextCycle();
            _pair.Server.StartNextCycle();
        }
    }

    [Fact]
    public void Upgrade()
    {
        HeaderField[] fields = [new("Connection", "Upgrade"), new("Upgrade", "x")];
        _pair.Client.WriteRequestHead(_pair.ToServer, new RequestHeadSpec { Method = "GET", Target = "/", Host = "a", BodyLength = 0, Fields = fields });
        _pair.Client.WriteEnd(_pair.ToServer, default);
        Assert.Equal("RequestHead EndOfMessage", _pair.Carry(Role.Client));
        _pair.Server.WriteResponseHead(_pair.ToClient, new ResponseHeadSpec { StatusCode = 101, Fields = fields });
        Assert.Equal("Informational", _pair.Carry(Role.Server));
        Assert.Equal(SideState.SwitchedProtocol, _pair.Client.OurState);
    }

    [Fact]
    public void Connect()
    {
        _pair.Client.WriteRequestHead(_pair.ToServer, new RequestHeadSpec { Method = "CONNECT", Target = "a:1", Host = "a:1", BodyLength = 0 });
        _pair.Client.WriteEnd(_pair.ToServer, default);
        Assert.Equal("RequestHead EndOfMessage", _pair.Carry(Role.Client));
        _pair.Server.WriteResponseHead(_pair.ToClient, new ResponseHeadSpec { StatusCode = 200 });
        Assert.Equal("ResponseHead", _pair.Carry(Role.Server));
        Assert.Equal(SideState.SwitchedProtocol, _pair.Client.OurState);
    }

    private void Request(string method, long? length)
    {
        _pair.Client.WriteRequestHead(_pair.ToServer, new RequestHeadSpec { Method = method, Target = "/", Host = "a", BodyLength = length });
        _pair.Client.WriteEnd(_pair.ToServer, default);
    }

    private void Respond(int status, long? length, string body)
    {
        _pair.Server.WriteResponseHead(_pair.ToClient, new ResponseHeadSpec { StatusCode = status, BodyLength = length });
        _pair.Server.WriteData(_pair.ToClient, Wire.Bytes(body));
        _pair.Server.WriteEnd(_pair.ToClient, default);
    }
}
