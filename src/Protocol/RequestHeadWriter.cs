using System.Buffers;

namespace HttpActors.Protocol;

/// <summary>request-line *( field-line CRLF ) CRLF (RFC 9112 section 3): Host, the user's fields, Connection, framing.</summary>
internal static class RequestHeadWriter
{
    private const int AutomaticSize = 192;

    public static void Write(IBufferWriter<byte> output, in RequestHeadSpec head, in RequestPlan plan, bool close)
    {
        var size = AutomaticSize + head.Method.Length + head.Target.Length + (head.Host?.Length ?? 0) + HeadBuffer.Measure(head.Fields);
        var buffer = new HeadBuffer(output.GetSpan(size));
        buffer.Latin1(head.Method);
        buffer.Raw(" "u8);
        buffer.Latin1(head.Target);
        buffer.Raw(" HTTP/1.1\r\n"u8);

        // Host first, so that intermediaries need not look for it (RFC 9110 section 7.2).
        if (head.Host is not null && !plan.Facts.HasHost && (head.Omit & OmittedFields.Host) == 0)
        {
            buffer.Field(new HeaderField("Host", head.Host));
        }

        foreach (ref readonly var field in head.Fields)
        {
            buffer.Field(field);
        }

        WriteConnection(ref buffer, head.Omit, plan.Facts, close);
        WriteFraming(ref buffer, plan);
        buffer.Raw("\r\n"u8);
        output.Advance(buffer.Length);
    }

    private static void WriteConnection(ref HeadBuffer buffer, OmittedFields omit, in OutgoingFacts facts, bool close)
    {
        if (facts.HasConnection)
        {
            buffer.Raw(close && !facts.SaysClose ? "Connection: close\r\n"u8 : default);
        }
        else if ((omit & OmittedFields.Connection) == 0)
        {
            buffer.Raw(close ? "Connection: close\r\n"u8 : "Connection: keep-alive\r\n"u8);
        }
    }

    private static void WriteFraming(ref HeadBuffer buffer, in RequestPlan plan)
    {
        if (plan.AddsLength)
        {
            buffer.Raw("Content-Length: "u8);
            buffer.Number(plan.Length);
            buffer.Raw("\r\n"u8);
        }
        else if (plan.AddsCoding)
        {
            buffer.Raw("Transfer-Encoding: chunked\r\n"u8);
        }
    }
}
