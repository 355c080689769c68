namespace HttpActors.Protocol.Tests;

/// <summary>Chunks as they are written, and heads and chunks into outputs that give no byte too many.</summary>
public class Rfc9112_7_1_ChunkedCoding
{
    [Theory]
    [InlineData(1, "1")]
    [InlineData(15, "f")]
    [InlineData(16, "10")]
    [InlineData(255, "ff")]
    [InlineData(1023, "3ff")]
    [InlineData(1024, "400")]
    [InlineData(1025, "401")]
    [InlineData(4096, "1000")]
    [InlineData(100_000, "186a0")]
    public void Sizes_are_hexadecimal(int size, string digits)
    {
        var (connection, output) = Begin();
        var data = new string('x', size);
        connection.WriteData(output, Wire.Bytes(data));
        connection.WriteEnd(output, default);
        Assert.EndsWith($"chunked\r\n\r\n{digits}\r\n{data}\r\n0\r\n\r\n", output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_data_is_no_last_chunk()
    {
        var (connection, output) = Begin();
        connection.WriteData(output, default);
        connection.WriteData(output, "a"u8);
        connection.WriteData(output, default);
        connection.WriteEnd(output, [new("A", "b"), new("C", "")]);
        Assert.EndsWith("chunked\r\n\r\n1\r\na\r\n0\r\nA: b\r\nC: \r\n\r\n", output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_automatic_fields_fit()
    {
        var connection = Server.Get().Connection;
        var output = new TightWriter();
        connection.WriteInformational(output, 103, [new("Link", new string('l', 300))]);
        connection.WriteResponseHead(output, new ResponseHeadSpec
        {
            StatusCode = 511,
            Fields = [new("A", "b")],
            Date = "Sun, 06 Nov 1994 08:49:37 GMT"u8,
            BodyLength = long.MaxValue,
            KeepAliveTimeoutSeconds = int.MaxValue,
            KeepAliveMaxRequests = int.MaxValue,
        });
        Assert.EndsWith(
            "Connection: keep-alive\r\nKeep-Alive: timeout=2147483647, max=2147483647\r\nContent-Length: 9223372036854775807\r\n\r\n",
            output.Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_automatic_fields_of_a_request_fit()
    {
        var output = new TightWriter();
        new Http1Connection(Role.Client, Http1Limits.Default).WriteRequestHead(output, new RequestHeadSpec
        {
            Method = "POST",
            Target = "/",
            Host = new string('h', 300),
            Fields = [new("Connection", "x")],
            BodyLength = long.MaxValue,
            Close = true,
        });
        Assert.EndsWith("Connection: x\r\nConnection: close\r\nContent-Length: 9223372036854775807\r\n\r\n", output.Text, StringComparison.Ordinal);
    }

    private static (Http1Connection Connection, TightWriter Output) Begin()
    {
        var connection = Server.Get().Connection;
        var output = new TightWriter();
        connection.WriteResponseHead(output, new ResponseHeadSpec { StatusCode = 200 });
        return (connection, output);
    }
}
