using System.Buffers;
using System.Buffers.Text;

namespace HttpActors.Protocol;

/// <summary>chunk = chunk-size CRLF chunk-data CRLF; the last one, a trailer section and CRLF end the body (RFC 9112 section 7.1).</summary>
internal static class ChunkedWriter
{
    // Up to this size a chunk is written as one span; beyond, that would leave too much of a pipe's segments unused.
    private const int ContiguousSize = LargeData.CopiedSize;
    private const int Overhead = 8 + 4;

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> data)
    {
        if (data.Length <= ContiguousSize)
        {
            var span = output.GetSpan(data.Length + Overhead);
            var at = WriteSize(span, data.Length);
            data.CopyTo(span[at..]);
            "\r\n"u8.CopyTo(span[(at + data.Length)..]);
            output.Advance(at + data.Length + 2);
            return;
        }

        output.Advance(WriteSize(output.GetSpan(Overhead), data.Length));
        LargeData.Write(output, data, "\r\n"u8);
    }

    public static void WriteEnd(IBufferWriter<byte> output, ReadOnlySpan<HeaderField> trailers)
    {
        var buffer = new HeadBuffer(output.GetSpan("0\r\n\r\n".Length + HeadBuffer.Measure(trailers)));
        buffer.Raw("0\r\n"u8);
        foreach (ref readonly var trailer in trailers)
        {
            if (trailer.Name is not null)
            {
                TrailerRules.CheckMaySend(trailer.Name);
            }

            buffer.Field(trailer);
        }

        buffer.Raw("\r\n"u8);
        output.Advance(buffer.Length);
    }

    private static int WriteSize(Span<byte> span, int size)
    {
        Utf8Formatter.TryFormat(size, span, out var written, new StandardFormat('x'));
        "\r\n"u8.CopyTo(span[written..]);
        return written + 2;
    }
}
