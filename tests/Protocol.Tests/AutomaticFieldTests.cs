namespace HttpActors.Protocol.Tests;

/// <summary>Which fields a response gets beside the user's: Node's rules and order, and where we are stricter.</summary>
public class AutomaticFieldTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Date = "Sun, 06 Nov 1994 08:49:37 GMT";

    private static ReadOnlySpan<byte> DateBytes => "Sun, 06 Nov 1994 08:49:37 GMT"u8;

    [Fact]
    public void All_of_them_in_Nodes_order()
    {
        var server = Server.Get().Head(new ResponseHeadSpec
        {
            StatusCode = 200,
            Fields = [new("X-b", "1"), new("x-B", "2")],
            Date = DateBytes,
            KeepAliveTimeoutSeconds = 65,
            KeepAliveMaxRequests = 3,
            BodyLength = 5,
        });
        Assert.Equal(
            Ok + $"X-b: 1\r\nx-B: 2\r\nDate: {Date}\r\nConnection: keep-alive\r\nKeep-Alive: timeout=65, max=3\r\nContent-Length: 5\r\n\r\n",
            server.Written);
    }

    [Fact]
    public void Unknown_length_is_chunked()
    {
        var server = Server.Get().Head(new ResponseHeadSpec { StatusCode = 200 }).Data("hello").Data("").Data(" world").End();
        Assert.Equal(
            Ok + "Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", server.Written);
        Assert.True(server.Connection.CanStartNextCycle);
    }

    [Fact]
    public void An_empty_body_has_a_length_of_zero() =>
        Assert.Equal(
            Ok + "Connection: keep-alive\r\nContent-Length: 0\r\n\r\n",
            Server.Get().Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 0 }).End().Written);

    [Fact]
    public void Unknown_length_to_HTTP_1_0_ends_with_the_connection()
    {
        var server = Server.Get("Connection: keep-alive\r\nTE: chunked\r\n", "1.0")
            .Head(new ResponseHeadSpec { StatusCode = 200 }).Data("hello").End();
        Assert.Equal(Ok + "Connection: close\r\n\r\nhello", server.Written);
        Assert.Equal(SideState.MustClose, server.Connection.OurState);
        Assert.Equal(BodyFraming.UntilClose, server.Connection.OutgoingFraming);
    }

    [Fact]
    public void Known_length_to_HTTP_1_0_with_keep_alive_persists()
    {
        var server = Server.Get("Connection: keep-alive\r\n", "1.0").Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 1 }).Data("a").End();
        Assert.Equal(Ok + "Connection: keep-alive\r\nContent-Length: 1\r\n\r\na", server.Written);
        Assert.True(server.Connection.CanStartNextCycle);
    }

    [Fact]
    public void HTTP_1_0_never_gets_a_transfer_coding()
    {
        var server = Server.Get("", "1.0").Head(new ResponseHeadSpec
        {
            StatusCode = 200,
            Fields = [new("Transfer-Encoding", "chunked"), new("Trailer", "A")],
        });
        server.Data("a").End(new HeaderField("A", "b"));
        Assert.Equal(Ok + "Trailer: A\r\nConnection: close\r\n\r\na", server.Written);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(304)]
    public void No_content_no_framing_field(int status)
    {
        var server = Server.Get().Head(new ResponseHeadSpec { StatusCode = status, BodyLength = 5 });
        Assert.False(server.Connection.BodyAllowed);
        server.Data("hello").End();
        Assert.Equal($"HTTP/1.1 {status} {StatusCodes.ReasonPhrase(status)}\r\nConnection: keep-alive\r\n\r\n", server.Written);
        Assert.True(server.Connection.CanStartNextCycle);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(304)]
    public void No_content_but_the_user_says_chunked_closes(int status)
    {
        var server = Server.Get().Head(new ResponseHeadSpec { StatusCode = status, Fields = [new("Transfer-Encoding", "chunked")] });
        server.Data("hello").End();
        Assert.Equal(
            $"HTTP/1.1 {status} {StatusCodes.ReasonPhrase(status)}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n", server.Written);
        Assert.False(server.Connection.CanStartNextCycle);
    }

    [Fact]
    public void A_304_keeps_the_length_it_stands_for() =>
        Assert.Contains(
            "Content-Length: 5\r\n",
            Server.Get().Head(new ResponseHeadSpec { StatusCode = 304, Fields = [new("Content-Length", "5")] }).End().Written,
            StringComparison.Ordinal);

    // RFC 9110 section 8.6.
    [Fact]
    public void A_204_has_no_length_even_if_the_user_wants_one() =>
        Assert.Equal(
            "HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n",
            Server.Get().Head(new ResponseHeadSpec { StatusCode = 204, Fields = [new("Content-Length", "0")] }).End().Written);

    [Fact]
    public void The_answer_to_HEAD_has_no_content_and_no_automatic_framing()
    {
        var server = Server.Get(method: "HEAD").Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 5 }).Data("hello").End();
        Assert.Equal(Ok + "Connection: keep-alive\r\n\r\n", server.Written);
        Assert.True(server.Connection.CanStartNextCycle);
    }

    [Fact]
    public void The_answer_to_HEAD_keeps_the_users_framing()
    {
        var server = Server.Get(method: "HEAD").Head(new ResponseHeadSpec { StatusCode = 200, Fields = [new("Content-Length", "5")] });
        server.Data("hello, and more").End();
        Assert.Equal(Ok + "Content-Length: 5\r\nConnection: keep-alive\r\n\r\n", server.Written);
    }

    [Theory]
    [InlineData("Content-Length", "5", "5")]
    [InlineData("content-length", " 5", "5")]
    [InlineData("Transfer-Encoding", "chunked", null)]
    [InlineData("TRANSFER-ENCODING", "Chunked", null)]
    public void The_users_framing_wins(string name, string value, string? length)
    {
        var server = Server.Get().Head(new ResponseHeadSpec { StatusCode = 200, Fields = [new(name, value)], BodyLength = 5 });
        server.Data("hello").End();
        var body = length is null ? "5\r\nhello\r\n0\r\n\r\n" : "hello";
        Assert.Equal(Ok + $"{name}: {value}\r\nConnection: keep-alive\r\n\r\n{body}", server.Written);
    }

    [Fact]
    public void A_coding_other_than_chunked_ends_with_the_connection()
    {
        var server = Server.Get().Head(new ResponseHeadSpec { StatusCode = 200, Fields = [new("Transfer-Encoding", "gzip")] }).Data("x").End();
        Assert.Equal(Ok + "Transfer-Encoding: gzip\r\nConnection: close\r\n\r\nx", server.Written);
    }

    [Theory]
    [InlineData("X-Date")]
    [InlineData("X-Connection")]
    [InlineData("X-Content-Length")]
    public void Look_alikes_suppress_nothing(string name)
    {
        var server = Server.Get().Head(new ResponseHeadSpec { StatusCode = 200, Fields = [new(name, "foo")], Date = DateBytes, BodyLength = 0 });
        Assert.Equal(Ok + $"{name}: foo\r\nDate: {Date}\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", server.Written);
    }

    [Fact]
    public void The_users_Date_Connection_and_Keep_Alive_stand()
    {
        var server = Server.Get().Head(new ResponseHeadSpec
        {
            StatusCode = 200,
            Fields = [new("date", "x"), new("connection", "keep-alive"), new("keep-alive", "timeout=1")],
            Date = DateBytes,
            KeepAliveTimeoutSeconds = 65,
            BodyLength = 0,
        });
        Assert.Equal(Ok + "date: x\r\nconnection: keep-alive\r\nkeep-alive: timeout=1\r\nContent-Length: 0\r\n\r\n", server.Written);
    }

    [Fact]
    public void The_users_Keep_Alive_replaces_the_hint_only() =>
        Assert.Equal(
            Ok + "Keep-Alive: timeout=1\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
            Server.Get().Head(new ResponseHeadSpec
            {
                StatusCode = 200,
                Fields = [new("Keep-Alive", "timeout=1")],
                KeepAliveTimeoutSeconds = 65,
                BodyLength = 0,
            }).Written);

    [Fact]
    public void Removed_fields_stay_removed_and_the_connection_closes_behind_the_content()
    {
        var server = Server.Get().Head(new ResponseHeadSpec
        {
            StatusCode = 200,
            Date = DateBytes,
            BodyLength = 5,
            Omit = OmittedFields.Date | OmittedFields.Connection | OmittedFields.ContentLength | OmittedFields.TransferEncoding,
        });
        server.Data("hello").End();
        Assert.Equal(Ok + "\r\nhello", server.Written);
        Assert.Equal(SideState.MustClose, server.Connection.OurState);
    }

    [Fact]
    public void Without_Content_Length_it_is_chunked() =>
        Assert.Equal(
            Ok + "Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n",
            Server.Get().Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 5, Omit = OmittedFields.ContentLength }).Written);

    [Fact]
    public void Without_Connection_HTTP_1_1_persists()
    {
        var server = Server.Get().Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 0, Omit = OmittedFields.Connection }).End();
        Assert.Equal(Ok + "Content-Length: 0\r\n\r\n", server.Written);
        Assert.True(server.Connection.CanStartNextCycle);
    }

    [Fact]
    public void Without_Connection_HTTP_1_0_closes()
    {
        var server = Server.Get("Connection: keep-alive\r\n", "1.0")
            .Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 0, Omit = OmittedFields.Connection }).End();
        Assert.Equal(Ok + "Content-Length: 0\r\n\r\n", server.Written);
        Assert.False(server.Connection.KeepAlive);
    }

    [Theory]
    [InlineData("x", false)]
    [InlineData("x, keep-alive", true)]
    public void To_HTTP_1_0_the_users_Connection_must_say_keep_alive(string connection, bool persists)
    {
        var server = Server.Get("Connection: keep-alive\r\n", "1.0")
            .Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 0, Fields = [new("Connection", connection)] }).End();
        Assert.Equal(persists, server.Connection.CanStartNextCycle);
        Assert.Equal(!persists, server.Written.Contains("Connection: close", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_Keep_Alive_there_is_no_hint() =>
        Assert.Equal(
            Ok + "Connection: keep-alive\r\nContent-Length: 0\r\n\r\n",
            Server.Get().Head(new ResponseHeadSpec
            {
                StatusCode = 200,
                BodyLength = 0,
                KeepAliveTimeoutSeconds = 5,
                Omit = OmittedFields.KeepAlive,
            }).Written);

    [Fact]
    public void Close_has_no_hint() =>
        Assert.Equal(
            Ok + "Connection: close\r\nContent-Length: 0\r\n\r\n",
            Server.Get().Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 0, KeepAliveTimeoutSeconds = 5, Close = true }).Written);

    [Fact]
    public void A_close_that_is_only_announced_lets_another_request_be_read_and_refused()
    {
        var server = Server.Get().Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 0, KeepAliveTimeoutSeconds = 5, AnnounceClose = true }).End();
        Assert.Equal(Ok + "Connection: close\r\nContent-Length: 0\r\n\r\n", server.Written);
        server.Connection.StartNextCycle();
        var late = new System.Buffers.ReadOnlySequence<byte>(Wire.Bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        Assert.Equal(ReadEvent.RequestHead, server.Connection.Read(ref late));
        server.Head(new ResponseHeadSpec { StatusCode = 503, BodyLength = 0, Close = true }).End();
        Assert.False(server.Connection.KeepAlive);
    }

    [Fact]
    public void The_users_close_is_enough() =>
        Assert.Equal(
            Ok + "Connection: close\r\nContent-Length: 0\r\n\r\n",
            Server.Get("Connection: close\r\n").Head(new ResponseHeadSpec
            {
                StatusCode = 200,
                BodyLength = 0,
                Fields = [new("Connection", "close")],
                Close = true,
            }).Written);

    [Fact]
    public void A_promise_of_the_user_we_cannot_keep_is_taken_back()
    {
        var server = Server.Get("Connection: close\r\n").Head(new ResponseHeadSpec
        {
            StatusCode = 200,
            BodyLength = 0,
            Fields = [new("Connection", "keep-alive")],
        });
        Assert.Equal(Ok + "Connection: keep-alive\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", server.Written);
    }

    [Fact]
    public void Announced_trailers_make_it_chunked()
    {
        var server = Server.Get().Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 1, Fields = [new("Trailer", "A")] });
        server.Data("x").End(new HeaderField("A", "b"));
        Assert.Equal(Ok + "Trailer: A\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nA: b\r\n\r\n", server.Written);
    }

    [Theory]
    [InlineData(220, null, "unknown")]
    [InlineData(299, null, "unknown")]
    [InlineData(999, null, "unknown")]
    [InlineData(200, "Fine", "Fine")]
    [InlineData(404, "", "")]
    [InlineData(510, null, "Not Extended")]
    [InlineData(200, "\u00E4", "\u00E4")]
    public void Reason_phrases(int status, string? given, string sent) =>
        Assert.StartsWith(
            $"HTTP/1.1 {status} {sent}\r\n",
            Server.Get().Head(new ResponseHeadSpec { StatusCode = status, ReasonPhrase = given }).Written,
            StringComparison.Ordinal);

    [Fact]
    public void The_status_line_says_1_1_to_HTTP_1_0_too() =>
        Assert.StartsWith(Ok, Server.Get("", "1.0").Head(new ResponseHeadSpec { StatusCode = 200 }).Written, StringComparison.Ordinal);

    [Fact]
    public void Without_a_request_the_answer_closes()
    {
        var server = new Server("\0");
        Assert.Equal(ReadEvent.Error, Read(server));
        server.Head(new ResponseHeadSpec { StatusCode = server.Connection.Error!.StatusCode, BodyLength = 0 }).End();
        Assert.Equal("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", server.Written);
        Assert.Equal(SideState.MustClose, server.Connection.OurState);
    }

    [Fact]
    public void Five_hundred_fields_arrive()
    {
        var fields = Enumerable.Range(0, 500).Select(static i => new HeaderField($"X-{i}", new string('v', i))).ToArray();
        var server = Server.Get().Head(new ResponseHeadSpec { StatusCode = 200, Fields = fields, BodyLength = 0 });
        Assert.Equal(
            Ok + string.Concat(fields.Select(static f => $"{f.Name}: {f.Value}\r\n")) + "Connection: keep-alive\r\nContent-Length: 0\r\n\r\n",
            server.Written);
    }

    private static ReadEvent Read(Server server)
    {
        var input = System.Buffers.ReadOnlySequence<byte>.Empty;
        return server.Connection.Read(ref input);
    }
}
