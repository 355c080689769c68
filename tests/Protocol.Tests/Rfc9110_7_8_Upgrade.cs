using System.Buffers;

namespace HttpActors.Protocol.Tests;

/// <summary>Leaving HTTP by 101 or by 2xx to CONNECT (RFC 9110 sections 7.8 and 9.3.6), and staying.</summary>
public class Rfc9110_7_8_Upgrade
{
    private const string Upgrade = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n";
    private const string Connect = "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n";

    private static readonly HeaderField[] Accept = [new("Connection", "Upgrade"), new("Upgrade", "x")];

    [Fact]
    public void A_101_switches_both_sides()
    {
        var server = new Server(Upgrade);
        Assert.Equal(SideState.MightSwitchProtocol, server.Connection.TheirState);
        server.Head(new ResponseHeadSpec { StatusCode = 101, Fields = Accept, KeepAliveTimeoutSeconds = 5 });
        Assert.Equal("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n", server.Written);
        AssertSwitched(server.Connection);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(299)]
    public void A_2xx_to_CONNECT_switches_both_sides_and_has_no_framing(int status)
    {
        var server = new Server(Connect);
        server.Head(new ResponseHeadSpec
        {
            StatusCode = status,
            ReasonPhrase = "Established",
            BodyLength = 5,
            Fields = [new("Content-Length", "5"), new("Transfer-Encoding", "chunked")],
        });
        Assert.Equal($"HTTP/1.1 {status} Established\r\n\r\n", server.Written);
        AssertSwitched(server.Connection);
    }

    [Theory]
    [InlineData(Upgrade)]
    [InlineData(Connect)]
    public void The_callers_own_answer_switches_too(string request)
    {
        var server = new Server(request);
        server.Connection.SwitchProtocol();
        AssertSwitched(server.Connection);
    }

    [Theory]
    [InlineData(Upgrade, 200)]
    [InlineData(Connect, 403)]
    public void Any_other_answer_stays(string request, int status)
    {
        var server = new Server(request).Head(new ResponseHeadSpec { StatusCode = status, BodyLength = 2 }).Data("no").End();
        Assert.True(server.Connection.CanStartNextCycle);
        Assert.False(server.Connection.State.SwitchPending);
    }

    [Fact]
    public void A_declined_upgrade_of_a_closing_request_closes()
    {
        var server = new Server(Upgrade.Replace("Connection: Upgrade", "Connection: Upgrade, close", StringComparison.Ordinal));
        Assert.Equal(SideState.MightSwitchProtocol, server.Connection.TheirState);
        server.Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 0 }).End();
        Assert.Equal((SideState.MustClose, SideState.MustClose), (server.Connection.OurState, server.Connection.TheirState));
    }

    [Fact]
    public void The_content_of_an_upgrading_request_is_still_read()
    {
        var server = new Server(Upgrade.Replace("\r\n\r\n", "\r\nContent-Length: 2\r\n\r\n", StringComparison.Ordinal));
        server.Head(new ResponseHeadSpec { StatusCode = 101, Fields = Accept });
        Assert.Equal((SideState.SwitchedProtocol, SideState.SendBody), (server.Connection.OurState, server.Connection.TheirState));
        var input = new ReadOnlySequence<byte>(Wire.Bytes("ab\x00raw"));
        Assert.Equal(ReadEvent.Data, server.Connection.Read(ref input));
        Assert.Equal(ReadEvent.EndOfMessage, server.Connection.Read(ref input));
        Assert.Equal(ReadEvent.Paused, server.Connection.Read(ref input));
        Assert.Equal(4, input.Length);
    }

    [Fact]
    public void A_101_that_was_not_asked_for_is_our_mistake()
    {
        var server = Server.Get();
        Assert.Throws<LocalProtocolException>(() => server.Head(new ResponseHeadSpec { StatusCode = 101 }));
        Assert.Throws<LocalProtocolException>(server.Connection.SwitchProtocol);
        server.Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 0 }).End();
    }

    [Fact]
    public void A_client_switches_with_the_server_and_reads_nothing_more()
    {
        var client = new Client().Head(new RequestHeadSpec { Method = "GET", Target = "/", Fields = Accept, BodyLength = 0 }).End();
        Assert.Equal(SideState.MightSwitchProtocol, client.Connection.OurState);
        var input = new ReadOnlySequence<byte>(Wire.Bytes("HTTP/1.1 101 X\r\n\r\n\xFFraw"));
        Assert.Equal(ReadEvent.Informational, client.Connection.Read(ref input));
        Assert.Equal(101, client.Connection.ResponseHead!.StatusCode);
        Assert.Equal(ReadEvent.Paused, client.Connection.Read(ref input));
        Assert.Equal(4, input.Length);
        AssertSwitched(client.Connection);
    }

    [Theory]
    [InlineData("Connection", "upgrade")]
    [InlineData("Upgrade", "x")]
    public void A_client_that_sent_half_a_wish_accepts_no_101(string name, string value)
    {
        var client = new Client().Head(new RequestHeadSpec { Method = "GET", Target = "/", Fields = [new(name, value)], BodyLength = 0 }).End();
        Assert.False(client.Connection.State.SwitchPending);
        Assert.Equal(ReadEvent.Error, client.Read("HTTP/1.1 101 X\r\n\r\n"));
    }

    private static void AssertSwitched(Http1Connection connection)
    {
        Assert.Equal((SideState.SwitchedProtocol, SideState.SwitchedProtocol), (connection.State.Client, connection.State.Server));
        Assert.False(connection.KeepAlive);
        Assert.False(connection.CanStartNextCycle);
        Assert.True(connection.IsPaused);
        Assert.Throws<LocalProtocolException>(connection.StartNextCycle);
        Assert.Throws<LocalProtocolException>(() => connection.WriteData(new ArrayBufferWriter<byte>(), "x"u8));
    }
}
