using System.Buffers;

namespace HttpActors.Protocol.Tests;

/// <summary>Our own mistakes: refused before a byte is written, under Node's names, and nothing is lost by them.</summary>
public class LocalErrorTests
{
    private static readonly HeaderField Length5 = new("Content-Length", "5");

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(199)]
    [InlineData(1000)]
    public void Status_codes_of_no_final_response(int status) =>
        Refused("ERR_HTTP_INVALID_STATUS_CODE", s => s.Head(new ResponseHeadSpec { StatusCode = status }));

    [Theory]
    [InlineData(99)]
    [InlineData(101)]
    [InlineData(200)]
    public void Status_codes_of_no_informational_response(int status) =>
        Refused("ERR_HTTP_INVALID_STATUS_CODE", s => s.Informational(status));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a:")]
    [InlineData("a\"")]
    [InlineData("a\r\nb")]
    [InlineData("\u00E4")]
    [InlineData("a\0")]
    public void Field_names(string name) =>
        Refused("ERR_INVALID_HTTP_TOKEN", s => s.Head(new ResponseHeadSpec { StatusCode = 200, Fields = [new(name, "b")] }));

    [Theory]
    [InlineData("a\r\nX: y")]
    [InlineData("a\r")]
    [InlineData("a\nb")]
    [InlineData("a\0")]
    [InlineData("a\u007F")]
    [InlineData("a\u0100")]
    [InlineData("a\u560D\u560A")]
    [InlineData(null)]
    public void Field_values(string? value)
    {
        Refused("ERR_INVALID_CHAR", s => s.Head(new ResponseHeadSpec { StatusCode = 200, Fields = [new("A", value!)] }));
        Refused("ERR_INVALID_CHAR", s => s.Informational(103, new HeaderField("Link", value!)));
    }

    [Theory]
    [InlineData("Connection", "ERR_INVALID_CHAR")]
    [InlineData("Transfer-Encoding", "ERR_INVALID_CHAR")]
    [InlineData("Content-Length", "ERR_HTTP_INVALID_HEADER_VALUE")]
    [InlineData(null, "ERR_INVALID_HTTP_TOKEN")]
    public void Nothing_at_all(string? name, string code) =>
        Refused(code, s => s.Head(new ResponseHeadSpec { StatusCode = 200, Fields = [new(name!, null!)] }));

    [Fact]
    public void Reason_phrases() =>
        Refused("ERR_INVALID_CHAR", static s => s.Head(new ResponseHeadSpec { StatusCode = 200, ReasonPhrase = "OK\r\nA: b" }));

    [Fact]
    public void Dates() =>
        Refused("ERR_INVALID_CHAR", static s => s.Head(new ResponseHeadSpec { StatusCode = 200, Date = "x\r\n"u8 }));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("5, 5")]
    [InlineData("9223372036854775808")]
    [InlineData("\uFF15")]
    public void Lengths(string value) =>
        Refused("ERR_HTTP_INVALID_HEADER_VALUE", s => s.Head(new ResponseHeadSpec { StatusCode = 200, Fields = [new("Content-Length", value)] }));

    [Fact]
    public void Two_lengths() =>
        Refused("ERR_HTTP_INVALID_HEADER_VALUE", static s => s.Head(new ResponseHeadSpec { StatusCode = 200, Fields = [Length5, Length5] }));

    [Fact]
    public void Length_beside_coding() =>
        Refused("ERR_HTTP_INVALID_HEADER_VALUE", static s => s.Head(new ResponseHeadSpec { StatusCode = 200, Fields = [Length5, new("Transfer-Encoding", "chunked")] }));

    [Fact]
    public void A_length_that_is_not_the_contents() =>
        Refused("ERR_HTTP_CONTENT_LENGTH_MISMATCH", static s => s.Head(new ResponseHeadSpec { StatusCode = 200, Fields = [Length5], BodyLength = 4 }));

    [Fact]
    public void Trailer_without_chunks() =>
        Refused("ERR_HTTP_TRAILER_INVALID", static s => s.Head(new ResponseHeadSpec { StatusCode = 200, Fields = [Length5, new("Trailer", "A")] }));

    [Fact]
    public void A_second_head()
    {
        var server = Server.Get().Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 0 });
        Refused(server, "ERR_HTTP_HEADERS_SENT", static s => s.Head(new ResponseHeadSpec { StatusCode = 200 }));
        Refused(server, "ERR_HTTP_HEADERS_SENT", static s => s.Informational(100));
        server.End();
        Refused(server, "ERR_HTTP_HEADERS_SENT", static s => s.Head(new ResponseHeadSpec { StatusCode = 200 }));
    }

    [Fact]
    public void Content_before_the_head()
    {
        Refused("ERR_HTTP_INVALID_STATE", static s => s.Data("a"));
        Refused("ERR_HTTP_INVALID_STATE", static s => s.End());
    }

    [Fact]
    public void Content_after_the_end()
    {
        var server = Server.Get().Head(new ResponseHeadSpec { StatusCode = 200 }).End();
        Refused(server, "ERR_STREAM_WRITE_AFTER_END", static s => s.Data("a"));
        Refused(server, "ERR_STREAM_WRITE_AFTER_END", static s => s.Data(""));
        Refused(server, "ERR_STREAM_WRITE_AFTER_END", static s => s.End());
    }

    [Fact]
    public void Content_beyond_its_length_and_short_of_it()
    {
        var server = Server.Get().Head(new ResponseHeadSpec { StatusCode = 200, Fields = [Length5] }).Data("hel");
        Refused(server, "ERR_HTTP_CONTENT_LENGTH_MISMATCH", static s => s.Data("lo!"));
        Refused(server, "ERR_HTTP_CONTENT_LENGTH_MISMATCH", static s => s.End());
        server.Data("lo").End();
        Assert.EndsWith("\r\n\r\nhello", server.Written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length")]
    [InlineData("transfer-encoding")]
    [InlineData("Host")]
    [InlineData("Authorization")]
    [InlineData("content-type")]
    [InlineData("Set-Cookie")]
    [InlineData("Trailer")]
    public void Forbidden_trailers(string name)
    {
        var server = Server.Get().Head(new ResponseHeadSpec { StatusCode = 200 });
        Refused(server, "ERR_HTTP_TRAILER_INVALID", s => s.End(new HeaderField(name, "1")));
        server.End();
    }

    [Fact]
    public void Trailers_that_split()
    {
        var server = Server.Get().Head(new ResponseHeadSpec { StatusCode = 200 });
        Refused(server, "ERR_INVALID_CHAR", static s => s.End(new HeaderField("A", "b\r\n\r\n")));
        Refused(server, "ERR_INVALID_HTTP_TOKEN", static s => s.End(new HeaderField("A b", "c")));
    }

    [Fact]
    public void The_wrong_role()
    {
        var server = Server.Get();
        var thrown = Assert.Throws<LocalProtocolException>(() =>
            server.Connection.WriteRequestHead(new ArrayBufferWriter<byte>(), new RequestHeadSpec { Method = "GET", Target = "/" }));
        Assert.Equal("ERR_HTTP_INVALID_STATE", thrown.Code);
        var client = new Client();
        Assert.Throws<LocalProtocolException>(() =>
            client.Connection.WriteResponseHead(new ArrayBufferWriter<byte>(), new ResponseHeadSpec { StatusCode = 200 }));
        Assert.Throws<LocalProtocolException>(() => client.Connection.WriteInformational(new ArrayBufferWriter<byte>(), 100, default));
        Assert.Throws<LocalProtocolException>(client.Connection.SwitchProtocol);
    }

    [Fact]
    public void The_message_names_event_and_state()
    {
        var thrown = Assert.Throws<LocalProtocolException>(() => Server.Get().End());
        Assert.Contains("EndOfMessage", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("SendResponse", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_cycle_before_its_time()
    {
        var thrown = Assert.Throws<LocalProtocolException>(Server.Get().Connection.StartNextCycle);
        Assert.Equal("ERR_HTTP_INVALID_STATE", thrown.Code);
        Assert.Contains("StartNextCycle", thrown.Message, StringComparison.Ordinal);
    }

    private static void Refused(string code, Action<Server> act)
    {
        var server = Server.Get();
        Refused(server, code, act);
        server.Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 0 }).End();
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", server.Written, StringComparison.Ordinal);
        Assert.True(server.Connection.CanStartNextCycle);
    }

    private static void Refused(Server server, string code, Action<Server> act)
    {
        var (written, state) = (server.Written, server.Connection.State);
        var thrown = Assert.Throws<LocalProtocolException>(() => act(server));
        Assert.Equal(code, thrown.Code);
        Assert.Equal((written, state), (server.Written, server.Connection.State));
    }
}
