using System.Buffers;

namespace HttpActors.Protocol.Tests;

/// <summary>What reading costs, in bytes looked at and bytes allocated: counts, not times.</summary>
public class CostTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void A_head_that_dribbles_in_is_looked_at_a_constant_number_of_times(int step)
    {
        var head = Head(16 * 1024);
        var connection = new Http1Connection(Role.Server, Http1Limits.Default);
        for (var length = step; ; length += step)
        {
            var input = new ReadOnlySequence<byte>(head, 0, Math.Min(length, head.Length));
            if (connection.Read(ref input) == ReadEvent.RequestHead)
            {
                break;
            }

            Assert.True(length < head.Length);
        }

        // Once to scan it, once to parse it, and the first piece once more.
        Assert.InRange(connection.BytesExamined, head.Length, (2 * head.Length) + step);
    }

    [Fact]
    public void A_trailer_section_that_dribbles_in_is_looked_at_a_constant_number_of_times()
    {
        var message = Wire.Bytes("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", 1000)) + "\r\n");
        var connection = new Http1Connection(Role.Server, Http1Limits.Default);
        var rest = new ReadOnlySequence<byte>(message);
        Assert.Equal(ReadEvent.RequestHead, connection.Read(ref rest));
        var consumed = message.Length - (int)rest.Length;
        var before = connection.BytesExamined;
        for (var length = consumed + 1; length <= message.Length; length++)
        {
            var input = new ReadOnlySequence<byte>(message, consumed, length - consumed);
            Assert.Equal(length == message.Length ? ReadEvent.EndOfMessage : ReadEvent.NeedMore, connection.Read(ref input));
            consumed = length - (int)input.Length;
        }

        Assert.InRange(connection.BytesExamined - before, 6000, 2 * 6010);
    }

    [Fact]
    public void A_request_allocates_its_block_and_its_head()
    {
        // An array has 24 bytes of header and length, and sizes are multiples of 8; the head object has a fixed size.
        var block = (24 + Plaintext('a').Length + 7) / 8 * 8;
        Assert.InRange(AllocatedPerCycle([Plaintext('a'), Plaintext('b')]), block + 24, block + 128);
    }

    [Fact]
    public void A_request_that_repeats_the_one_before_allocates_nothing() =>
        Assert.Equal(0, AllocatedPerCycle([Plaintext('a')]));

    [Fact]
    public void A_head_is_the_one_before_only_if_every_byte_is()
    {
        var output = new ArrayBufferWriter<byte>(4096);
        var connection = new Http1Connection(Role.Server, Http1Limits.Default);
        var a = Cycle(connection, Plaintext('a'), output);
        var b = Cycle(connection, Plaintext('b'), output);
        Assert.Equal("/plaintext-a", a.Target);
        Assert.Equal("/plaintext-b", b.Target);
        Assert.Same(b, Cycle(connection, Plaintext('b'), output));
    }

    [Fact]
    public void The_parser_allocates_nothing()
    {
        var request = Head(700);
        Assert.True(RequestHeadParser.TryParse(request, Http1Limits.Default, out _));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            RequestHeadParser.TryParse(request, Http1Limits.Default, out _);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        HeaderField[] fields = [new("Content-Type", "text/plain"), new("Server", "x")];
        var connections = Enumerable.Range(0, 50).Select(static _ => Server.Get().Connection).ToArray();
        Respond(connections[0], output, fields);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var connection in connections.AsSpan(1))
        {
            Respond(connection, output, fields);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_second_that_passes_allocates_nothing()
    {
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        var connections = Enumerable.Range(0, 50).Select(static _ => Server.Get().Connection).ToArray();
        Respond(connections[0], output, default, "Sun, 06 Nov 1994 08:49:37 GMT"u8);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < connections.Length; i++)
        {
            // Two with each date: the head is written down, then copied.
            Respond(connections[i], output, default, (i / 2 % 2) == 0 ? "Sun, 06 Nov 1994 08:49:37 GMT"u8 : "Sun, 06 Nov 1994 08:49:38 GMT"u8);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Known_names_and_values_are_shared_strings()
    {
        var head = Splits.Accepted("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nuser-agent: x\r\n\r\n");
        var fields = head.Fields.ToArray();
        Assert.Same(fields[1].Name, head.Fields.ToArray()[1].Name);
        Assert.Same(fields[1].Value, head.Fields.ToArray()[1].Value);
        Assert.Same(fields[2].Name, head.Fields.ToArray()[2].Name);
        Assert.Equal("user-agent", fields[2].Name);
        Assert.Same(HttpMethods.All.Single(static m => m == "GET"), head.Method);
        Assert.Same(head.Target, head.Target);
    }

    [Fact]
    public void An_idle_connection_is_small_and_holds_no_buffer()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var connection = new Http1Connection(Role.Server, Http1Limits.Default);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 320);
        Cycle(connection, Head(100), new ArrayBufferWriter<byte>());
        Assert.True(connection.Data.IsEmpty);
        Assert.Null(connection.RequestHead);
    }

    private static byte[] Plaintext(char page) => Wire.Bytes(
        $"GET /plaintext-{page} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: x\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n");

    /// <summary>Bytes allocated for a cycle, the requests taken in turn.</summary>
    private static double AllocatedPerCycle(byte[][] requests)
    {
        const int Cycles = 100;
        var output = new ArrayBufferWriter<byte>(4096);
        var connection = new Http1Connection(Role.Server, Http1Limits.Default);
        Cycle(connection, requests[0], output);
        Cycle(connection, requests[^1], output);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Cycles; i++)
        {
            Cycle(connection, requests[i % requests.Length], output);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Cycles;
    }

    private static RequestHead Cycle(Http1Connection connection, byte[] request, ArrayBufferWriter<byte> output)
    {
        var input = new ReadOnlySequence<byte>(request);
        Assert.True(connection.Read(ref input) == ReadEvent.RequestHead);
        var head = connection.RequestHead!;
        Assert.True(connection.Read(ref input) == ReadEvent.EndOfMessage);
        Respond(connection, output, default);
        output.ResetWrittenCount();
        connection.StartNextCycle();
        return head;
    }

    private static void Respond(Http1Connection connection, ArrayBufferWriter<byte> output, ReadOnlySpan<HeaderField> fields) =>
        Respond(connection, output, fields, "Sun, 06 Nov 1994 08:49:37 GMT"u8);

    private static void Respond(
        Http1Connection connection, ArrayBufferWriter<byte> output, ReadOnlySpan<HeaderField> fields, ReadOnlySpan<byte> date)
    {
        connection.WriteResponseHead(output, new ResponseHeadSpec { StatusCode = 200, Fields = fields, BodyLength = 5, Date = date });
        connection.WriteData(output, "hello"u8);
        connection.WriteEnd(output, default);
    }

    private static byte[] Head(int size)
    {
        const string Line = "X-Field: 0123456789012345678901234567890123456789\r\n";
        var text = "GET / HTTP/1.1\r\nHost: a\r\n";
        while (text.Length < size - Line.Length)
        {
            text += Line;
        }

        return Wire.Bytes(text + "\r\n");
    }
}
