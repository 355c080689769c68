using System.Buffers;

namespace HttpActors.Protocol.Tests;

/// <summary>Who decides whether another cycle follows, and what both sides then do.</summary>
public class Rfc9112_9_3_Persistence
{
    [Theory]
    [InlineData("1.1", null, true)]
    [InlineData("1.1", "keep-alive", true)]
    [InlineData("1.1", "close", false)]
    [InlineData("1.1", "Close", false)]
    [InlineData("1.1", "close, keep-alive", false)]
    [InlineData("1.1", "foo", true)]
    [InlineData("1.0", null, false)]
    [InlineData("1.0", "keep-alive", true)]
    [InlineData("1.0", "KEEP-ALIVE", true)]
    [InlineData("1.0", "close", false)]
    [InlineData("1.0", "keep-alive, close", false)]
    [InlineData("1.2", null, true)]
    public void The_request_and_its_version(string version, string? connection, bool persists)
    {
        var server = Server.Get(connection is null ? "" : $"Connection: {connection}\r\n", version);
        Assert.Equal(persists, server.Connection.RequestHead!.KeepAlive);
        Assert.Equal(persists, server.Connection.KeepAlive);
        server.Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 0 }).End();
        Assert.Contains(persists ? "Connection: keep-alive" : "Connection: close", server.Written, StringComparison.Ordinal);
        Assert.Equal(persists, server.Connection.CanStartNextCycle);
    }

    [Theory]
    [InlineData("1.1", null, true)]
    [InlineData("1.1", "close", false)]
    [InlineData("1.0", null, false)]
    [InlineData("1.0", "keep-alive", true)]
    public void The_response_and_its_version(string version, string? connection, bool persists)
    {
        var client = new Client().Head(new RequestHeadSpec { Method = "GET", Target = "/", BodyLength = 0 }).End();
        var field = connection is null ? "" : $"Connection: {connection}\r\n";
        client.Read($"HTTP/{version} 200 OK\r\n{field}Content-Length: 0\r\n\r\n");
        Assert.Equal(persists, client.Connection.CanStartNextCycle);
    }

    [Fact]
    public void CloseAfterThis_before_the_head_says_close()
    {
        var server = Server.Get();
        server.Connection.CloseAfterThis();
        server.Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 0 }).End();
        Assert.Contains("Connection: close", server.Written, StringComparison.Ordinal);
        Assert.Equal(SideState.MustClose, server.Connection.OurState);
    }

    [Fact]
    public void CloseAfterThis_behind_the_head_still_closes()
    {
        var server = Server.Get().Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 0 });
        server.Connection.CloseAfterThis();
        server.End();
        Assert.False(server.Connection.CanStartNextCycle);
        Assert.Equal(SideState.MustClose, server.Connection.OurState);
    }

    [Fact]
    public void CloseAfterThis_when_idle_still_answers_one_request()
    {
        var connection = new Http1Connection(Role.Server, Http1Limits.Default);
        connection.CloseAfterThis();
        var input = new ReadOnlySequence<byte>(Wire.Bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET"));
        Assert.Equal(ReadEvent.RequestHead, connection.Read(ref input));
        Assert.Equal(ReadEvent.EndOfMessage, connection.Read(ref input));
        Assert.Equal(ReadEvent.NeedMore, connection.Read(ref input));
        Assert.True(input.IsEmpty);
        Assert.False(connection.KeepAlive);
    }

    [Fact]
    public void Pipelined_requests_wait_for_their_turn()
    {
        var server = new Server("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
        var input = new ReadOnlySequence<byte>(Wire.Bytes("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n"));
        Assert.Equal(ReadEvent.Paused, server.Connection.Read(ref input));
        server.Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 0 }).End();
        Assert.Equal(ReadEvent.Paused, server.Connection.Read(ref input));
        Assert.Equal("/1", server.Connection.RequestHead!.Target);
        server.Connection.StartNextCycle();
        Assert.Null(server.Connection.RequestHead);
        Assert.Equal(ReadEvent.RequestHead, server.Connection.Read(ref input));
        Assert.Equal("/2", server.Connection.RequestHead!.Target);
    }

    [Fact]
    public void A_response_may_end_before_its_request_and_the_rest_is_still_read()
    {
        var server = new Server("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe");
        server.Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 0 }).End();
        Assert.False(server.Connection.CanStartNextCycle);
        Assert.True(server.Connection.KeepAlive);
        var input = new ReadOnlySequence<byte>(Wire.Bytes("llo"));
        Assert.Equal(ReadEvent.Data, server.Connection.Read(ref input));
        Assert.Equal(ReadEvent.EndOfMessage, server.Connection.Read(ref input));
        Assert.True(server.Connection.CanStartNextCycle);
    }

    [Fact]
    public void An_error_in_the_content_lets_the_response_be_written_and_closes()
    {
        var server = new Server("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx");
        Assert.Equal(SideState.Error, server.Connection.TheirState);
        server.Head(new ResponseHeadSpec { StatusCode = 400, BodyLength = 0 }).End();
        Assert.Contains("Connection: close", server.Written, StringComparison.Ordinal);
        Assert.Equal(SideState.MustClose, server.Connection.OurState);
    }

    [Fact]
    public void A_peer_that_has_closed_its_half_still_gets_its_answer()
    {
        var server = Server.Get();
        Assert.Equal(ReadEvent.Closed, server.Connection.ReadEnd());
        Assert.Equal(ReadEvent.Closed, server.Connection.ReadEnd());
        server.Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 0 }).End();
        Assert.Contains("Connection: close", server.Written, StringComparison.Ordinal);
        Assert.Equal((SideState.MustClose, SideState.Closed), (server.Connection.OurState, server.Connection.TheirState));
    }

    [Fact]
    public void A_timeout_is_answered_before_any_request()
    {
        var server = new Server("GET / HT");
        server.Head(new ResponseHeadSpec { StatusCode = 408, BodyLength = 0 }).End();
        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n", server.Written, StringComparison.Ordinal);
        var late = new ReadOnlySequence<byte>(Wire.Bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        Assert.Equal(ReadEvent.NeedMore, server.Connection.Read(ref late));
        Assert.True(late.IsEmpty);
        Assert.Null(server.Connection.RequestHead);
    }

    [Fact]
    public void Unread_bytes_on_an_idle_client_are_poison()
    {
        var client = new Client().Head(new RequestHeadSpec { Method = "GET", Target = "/", BodyLength = 0 }).End();
        client.Read("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        client.Connection.StartNextCycle();
        Assert.Equal(ReadEvent.Error, client.Read("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"));
        Assert.False(client.Connection.KeepAlive);
    }

    [Theory]
    [InlineData("Keep-Alive: timeout=5, max=100", 5, 100)]
    [InlineData("keep-alive: MAX=1 ,Timeout = 65", 65, 1)]
    [InlineData("Keep-Alive: timeout=99999999999", int.MaxValue, -1)]
    [InlineData("Keep-Alive: timeout=x, timeout=-1, timeout", -1, -1)]
    [InlineData("Keep-Alive: ", -1, -1)]
    [InlineData("X: y", -1, -1)]
    public void The_servers_hint(string field, int timeout, int max)
    {
        var client = new Client().Head(new RequestHeadSpec { Method = "GET", Target = "/", BodyLength = 0 }).End();
        client.Read($"HTTP/1.1 200 OK\r\n{field}\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal((timeout, max), (client.Connection.ResponseHead!.KeepAliveTimeoutSeconds, client.Connection.ResponseHead.KeepAliveMaxRequests));
    }

    [Fact]
    public void Half_a_head_is_not_idle()
    {
        Assert.False(new Server("").Connection.HasPartialHead);
        Assert.False(new Server("\r\n").Connection.HasPartialHead);
        Assert.True(new Server("G").Connection.HasPartialHead);
        Assert.True(new Server("GET / HTTP/1.1\r\nHost: a\r\n").Connection.HasPartialHead);
        Assert.False(Server.Get().Connection.HasPartialHead);
    }
}
