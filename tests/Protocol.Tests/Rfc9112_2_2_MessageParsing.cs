using System.Buffers;

namespace HttpActors.Protocol.Tests;

/// <summary>What can no longer become a message is refused with the byte that says so, not when a line or a head is complete.</summary>
public class Rfc9112_2_2_MessageParsing
{
    [Theory]
    [InlineData("\x16\x03\x01", 1)]
    [InlineData("PRI * HTTP/2.0\r", 15)]
    [InlineData("GET / HTTQ", 10)]
    [InlineData("GET / http", 7)]
    [InlineData("GET /\x01", 6)]
    [InlineData("GET /#", 6)]
    [InlineData("GET\t", 4)]
    [InlineData(" ", 1)]
    [InlineData("\n", 1)]
    [InlineData("\rG", 2)]
    [InlineData("GET / HTTP/1.1\n", 15)]
    [InlineData("GET / HTTP/1.1\rH", 16)]
    [InlineData("GET / HTTP/1.1\r\n ", 17)]
    [InlineData("GET / HTTP/1.1\r\n:", 17)]
    [InlineData("GET / HTTP/1.1\r\nA ", 18)]
    [InlineData("GET / HTTP/1.1\r\nA: \0", 20)]
    [InlineData("GET / HTTP/1.1\r\nA: b\n", 21)]
    public void Refused_at_the_first_impossible_byte(string text, int at)
    {
        for (var length = 1; length <= text.Length; length++)
        {
            var connection = new Http1Connection(Role.Server, Http1Limits.Default);
            var input = new ReadOnlySequence<byte>(Wire.Bytes(text[..length]));
            Assert.Equal(length < at ? ReadEvent.NeedMore : ReadEvent.Error, connection.Read(ref input));
        }
    }

    [Theory]
    [InlineData("HTTQ", 4)]
    [InlineData("bad", 1)]
    [InlineData("HTTP/1.1 x", 10)]
    [InlineData("HTTP/1.1 20 ", 12)]
    public void Responses_too(string text, int at)
    {
        for (var length = 1; length <= text.Length; length++)
        {
            var client = new Client().Head(new RequestHeadSpec { Method = "GET", Target = "/", BodyLength = 0 });
            Assert.Equal(length < at ? ReadEvent.NeedMore : ReadEvent.Error, client.Read(text[..length]));
        }
    }

    [Fact]
    public void An_error_stays()
    {
        var server = new Server("\0");
        var input = new ReadOnlySequence<byte>(Wire.Bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        Assert.Equal(ReadEvent.Error, server.Connection.Read(ref input));
        Assert.Equal(ReadEvent.Error, server.Connection.ReadEnd());
        Assert.Equal("HPE_INVALID_METHOD", server.Connection.Error!.Code);
        Assert.Equal("HPE_INVALID_METHOD", new RemoteProtocolException(server.Connection.Error).Code);
    }

    [Fact]
    public void Empty_lines_are_consumed_at_once_and_counted_across_reads()
    {
        var connection = new Http1Connection(Role.Server, Http1Limits.Default);
        for (var i = 0; i < Http1Limits.Default.MaxLeadingEmptyLines; i++)
        {
            var line = new ReadOnlySequence<byte>(Wire.Bytes("\r\n"));
            Assert.Equal(ReadEvent.NeedMore, connection.Read(ref line));
            Assert.True(line.IsEmpty);
        }

        var last = new ReadOnlySequence<byte>(Wire.Bytes("\r\n"));
        Assert.Equal(ReadEvent.Error, connection.Read(ref last));
    }

    [Fact]
    public void A_head_outlives_the_input_it_came_in()
    {
        var bytes = Wire.Bytes("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
        var connection = new Http1Connection(Role.Server, Http1Limits.Default);
        var input = new ReadOnlySequence<byte>(bytes);
        connection.Read(ref input);
        Array.Clear(bytes);
        Assert.Equal("/a", connection.RequestHead!.Target);
        Assert.Equal("a", connection.RequestHead.Authority);
    }

    [Fact]
    public void A_head_of_the_default_largest_size_is_read()
    {
        const string Start = "GET / HTTP/1.1\r\nHost: a\r\nA: ";
        var filler = new string('x', Http1Limits.Default.MaxHeaderSize - Start.Length - 4);
        Assert.Equal(2, Splits.Accepted(Start + filler + "\r\n\r\n").Fields.Count);
    }
}
