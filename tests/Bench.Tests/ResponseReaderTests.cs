using System.Text;
using HttpActors.Bench.Load.Generator;

namespace HttpActors.Bench.Tests;

public class ResponseReaderTests
{
    public static TheoryData<string, int, long> Responses => new()
    {
        { "HTTP/1.1 200 OK\r\nDate: x\r\ncontent-LENGTH: 5\r\n\r\nhello", 200, 5 },
        { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, 0 },
        { "HTTP/1.1 204 No Content\r\n\r\n", 204, 0 },
        { "HTTP/1.1 503 Service Unavailable\r\nContent-Length:2\r\n\r\nno", 503, 2 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA;x=y\r\n0123456789\r\n5\r\nhello\r\n0\r\nSum: 1\r\n\r\n", 200, 15 },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 200, 0 },
    };

    [Theory]
    [MemberData(nameof(Responses))]
    public void A_response_ends_where_it_ends_wherever_it_is_cut(string text, int status, long bodyBytes)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        for (var cut = 0; cut < bytes.Length; cut++)
        {
            var reader = new ResponseReader();
            var first = (ReadOnlySpan<byte>)bytes.AsSpan(0, cut);
            Assert.Equal(ReadResult.NeedMore, reader.Read(ref first));
            Assert.True(first.IsEmpty);

            var rest = (ReadOnlySpan<byte>)[.. bytes.AsSpan(cut), .. "HTTP"u8];
            Assert.Equal(ReadResult.Complete, reader.Read(ref rest));
            Assert.Equal((status, bodyBytes, 4), (reader.Status, reader.BodyBytes, rest.Length));
        }
    }

    [Theory]
    [MemberData(nameof(Responses))]
    public void A_reader_takes_one_response_after_the_other(string text, int status, long bodyBytes)
    {
        var reader = new ResponseReader();
        var input = (ReadOnlySpan<byte>)Encoding.ASCII.GetBytes(text + text);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(ReadResult.Complete, reader.Read(ref input));
            Assert.Equal((status, bodyBytes), (reader.Status, reader.BodyBytes));
            reader.Reset();
        }

        Assert.True(input.IsEmpty);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n")]
    [InlineData("HTTP/1.1 2x0 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nDate: an end that only the connection's end could tell\r\n\r\n")]
    public void What_is_no_answer_it_knows_the_end_of_is_malformed(string text)
    {
        var reader = new ResponseReader();
        var input = (ReadOnlySpan<byte>)Encoding.ASCII.GetBytes(text);
        Assert.Equal(ReadResult.Malformed, reader.Read(ref input));
    }

    [Fact]
    public void A_head_without_an_end_is_malformed_once_it_is_too_long()
    {
        var reader = new ResponseReader();
        var result = ReadResult.NeedMore;
        for (var i = 0; i < 100 && result == ReadResult.NeedMore; i++)
        {
            var input = (ReadOnlySpan<byte>)new byte[1024];
            result = reader.Read(ref input);
        }

        Assert.Equal(ReadResult.Malformed, result);
    }
}
