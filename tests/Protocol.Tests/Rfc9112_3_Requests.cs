using System.Buffers;

namespace HttpActors.Protocol.Tests;

/// <summary>What goes into a request head beside the user's fields (RFC 9112 section 3, RFC 9110 section 8.6).</summary>
public class Rfc9112_3_Requests
{
    [Fact]
    public void Host_first_then_the_users_fields_then_ours()
    {
        var client = new Client().Head(new RequestHeadSpec
        {
            Method = "POST",
            Target = "/a?b",
            Host = "a:81",
            Fields = [new("X-b", "1"), new("x-B", "2")],
            BodyLength = 5,
        });
        client.Data("hello").End();
        Assert.Equal(
            "POST /a?b HTTP/1.1\r\nHost: a:81\r\nX-b: 1\r\nx-B: 2\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello", client.Written);
    }

    [Fact]
    public void The_users_Host_stays_where_it_is() =>
        Assert.Equal(
            "GET / HTTP/1.1\r\nA: b\r\nhost: c\r\nConnection: keep-alive\r\n\r\n",
            new Client().Head(new RequestHeadSpec { Method = "GET", Target = "/", Host = "x", Fields = [new("A", "b"), new("host", "c")], BodyLength = 0 }).Written);

    [Fact]
    public void A_removed_Host_stays_removed() =>
        Assert.Equal(
            "GET / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n",
            new Client().Head(new RequestHeadSpec { Method = "GET", Target = "/", Host = "x", Omit = OmittedFields.Host, BodyLength = 0 }).Written);

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    public void No_content_no_framing(string method) =>
        Assert.Equal($"{method} / HTTP/1.1\r\nConnection: close\r\n\r\n", Head(method, 0));

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("QUERY")]
    public void No_content_where_content_is_expected(string method) =>
        Assert.Equal($"{method} / HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", Head(method, 0));

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("POST")]
    public void Content_is_framed_whatever_the_method(string method)
    {
        Assert.Equal($"{method} / HTTP/1.1\r\nConnection: close\r\nContent-Length: 5\r\n\r\n", Head(method, 5));
        Assert.Equal($"{method} / HTTP/1.1\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n", Head(method, null));
    }

    [Fact]
    public void Announced_trailers_make_it_chunked()
    {
        var client = new Client().Head(new RequestHeadSpec { Method = "POST", Target = "/", BodyLength = 1, Fields = [new("Trailer", "A")] });
        client.Data("x").End(new HeaderField("A", "b"));
        Assert.EndsWith("Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nA: b\r\n\r\n", client.Written, StringComparison.Ordinal);
    }

    [Fact]
    public void Announced_trailers_make_even_no_content_chunked()
    {
        var client = new Client().Head(new RequestHeadSpec { Method = "GET", Target = "/", BodyLength = 0, Fields = [new("Trailer", "A")] });
        client.End(new HeaderField("A", "b"));
        Assert.EndsWith("Transfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n\r\n", client.Written, StringComparison.Ordinal);
    }

    [Fact]
    public void The_users_close_is_enough() =>
        Assert.Equal(
            "GET / HTTP/1.1\r\nconnection: Close\r\n\r\n",
            new Client().Head(new RequestHeadSpec { Method = "GET", Target = "/", Fields = [new("connection", "Close")], BodyLength = 0, Close = true }).Written);

    [Fact]
    public void A_removed_Connection_stays_removed() =>
        Assert.Equal(
            "GET / HTTP/1.1\r\n\r\n",
            new Client().Head(new RequestHeadSpec { Method = "GET", Target = "/", Omit = OmittedFields.Connection, BodyLength = 0 }).Written);

    [Fact]
    public void The_users_close_counts()
    {
        var client = new Client().Head(new RequestHeadSpec { Method = "GET", Target = "/", Fields = [new("Connection", "close")], BodyLength = 0 });
        Assert.False(client.Connection.KeepAlive);
    }

    [Fact]
    public void After_CloseAfterThis_the_request_says_close()
    {
        var client = new Client();
        client.Connection.CloseAfterThis();
        client.Head(new RequestHeadSpec { Method = "GET", Target = "/", BodyLength = 0 });
        Assert.Equal("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", client.Written);
    }

    [Theory]
    [InlineData("GE T", "/", "ERR_INVALID_HTTP_TOKEN")]
    [InlineData("", "/", "ERR_INVALID_HTTP_TOKEN")]
    [InlineData("GET\0", "/", "ERR_INVALID_HTTP_TOKEN")]
    [InlineData("GET", "", "ERR_UNESCAPED_CHARACTERS")]
    [InlineData("GET", "/a b", "ERR_UNESCAPED_CHARACTERS")]
    [InlineData("GET", "/\r\n", "ERR_UNESCAPED_CHARACTERS")]
    [InlineData("GET", "/\u007F", "ERR_UNESCAPED_CHARACTERS")]
    [InlineData("GET", "/\u0100", "ERR_UNESCAPED_CHARACTERS")]
    [InlineData("GET", "/\u010D\u010A", "ERR_UNESCAPED_CHARACTERS")]
    public void What_would_split_a_request(string method, string target, string code) =>
        Assert.Equal(code, Refused(new RequestHeadSpec { Method = method, Target = target, BodyLength = 0 }));

    [Fact]
    public void Framing_that_contradicts_itself()
    {
        const string Code = "ERR_HTTP_INVALID_HEADER_VALUE";
        HeaderField length = new("Content-Length", "5");
        Assert.Equal(Code, Refused(new RequestHeadSpec { Method = "POST", Target = "/", Fields = [length, new("Transfer-Encoding", "chunked")] }));
        Assert.Equal(Code, Refused(new RequestHeadSpec { Method = "POST", Target = "/", Fields = [new("Transfer-Encoding", "gzip")] }));
        Assert.Equal(Code, Refused(new RequestHeadSpec { Method = "POST", Target = "/", Omit = OmittedFields.TransferEncoding }));
        Assert.Equal("ERR_HTTP_CONTENT_LENGTH_MISMATCH", Refused(new RequestHeadSpec { Method = "POST", Target = "/", Fields = [length], BodyLength = 4 }));
        Assert.Equal("ERR_HTTP_TRAILER_INVALID", Refused(new RequestHeadSpec { Method = "POST", Target = "/", Fields = [length, new("Trailer", "a")] }));
    }

    [Fact]
    public void Content_where_none_was_announced()
    {
        var client = new Client().Head(new RequestHeadSpec { Method = "GET", Target = "/", BodyLength = 0 });
        var thrown = Assert.Throws<LocalProtocolException>(() => client.Data("a"));
        Assert.Equal("ERR_HTTP_CONTENT_LENGTH_MISMATCH", thrown.Code);
        client.End();
    }

    [Fact]
    public void A_second_request_before_the_first_is_answered()
    {
        var client = new Client().Head(new RequestHeadSpec { Method = "GET", Target = "/", BodyLength = 0 });
        Assert.Equal("ERR_HTTP_HEADERS_SENT", Assert.Throws<LocalProtocolException>(() => client.Head(new RequestHeadSpec { Method = "GET", Target = "/" })).Code);
        client.End();
        Assert.Equal("ERR_HTTP_HEADERS_SENT", Assert.Throws<LocalProtocolException>(() => client.Head(new RequestHeadSpec { Method = "GET", Target = "/" })).Code);
    }

    private static string Head(string method, long? length) =>
        new Client().Head(new RequestHeadSpec { Method = method, Target = "/", BodyLength = length, Close = true }).Written;

    private static string Refused(in RequestHeadSpec head)
    {
        var connection = new Http1Connection(Role.Client, Http1Limits.Default);
        var output = new ArrayBufferWriter<byte>();
        try
        {
            connection.WriteRequestHead(output, head);
            return "nothing was refused";
        }
        catch (LocalProtocolException thrown)
        {
            Assert.Equal((0, SideState.Idle), (output.WrittenCount, connection.OurState));
            return thrown.Code;
        }
    }
}
