using System.Buffers;

namespace HttpActors.Protocol;

/// <summary>
/// status-line *( field-line CRLF ) CRLF (RFC 9112 section 4), in Node's order: the user's fields, Date, Connection,
/// Keep-Alive, framing. The version is always HTTP/1.1, our own (RFC 9110 section 6.2).
/// </summary>
internal static class ResponseHeadWriter
{
    // Status line without phrase, Date, Connection, Keep-Alive with two numbers, a framing field and the empty line.
    private const int AutomaticSize = 256;

    /// <returns>What stands before the number of our Content-Length; the whole head where we add none.</returns>
    public static ReadOnlySpan<byte> Write(IBufferWriter<byte> output, in ResponseHeadSpec head, in ResponsePlan plan)
    {
        var size = AutomaticSize + (head.ReasonPhrase?.Length ?? 0) + head.Date.Length + HeadBuffer.Measure(head.Fields);
        var span = output.GetSpan(size);
        var buffer = new HeadBuffer(span);
        WriteStatusLine(ref buffer, head.StatusCode, head.ReasonPhrase);
        WriteFields(ref buffer, head.Fields, plan.DropLength, plan.DropCoding);
        if (!head.Date.IsEmpty && !plan.Facts.HasDate && (head.Omit & OmittedFields.Date) == 0)
        {
            WriteDate(ref buffer, head.Date);
        }

        var repeated = 0;
        if (!plan.Switches)
        {
            WriteConnection(ref buffer, head, plan);
            repeated = WriteFraming(ref buffer, plan);
        }

        buffer.Raw("\r\n"u8);
        output.Advance(buffer.Length);
        return span[..(repeated > 0 ? repeated : buffer.Length)];
    }

    public static void WriteInformational(IBufferWriter<byte> output, int statusCode, ReadOnlySpan<HeaderField> fields)
    {
        var buffer = new HeadBuffer(output.GetSpan(AutomaticSize + HeadBuffer.Measure(fields)));
        WriteStatusLine(ref buffer, statusCode, null);
        WriteFields(ref buffer, fields, dropLength: true, dropCoding: true);
        buffer.Raw("\r\n"u8);
        output.Advance(buffer.Length);
    }

    private static void WriteStatusLine(ref HeadBuffer buffer, int statusCode, string? phrase)
    {
        if (phrase is null && StatusLines.Get(statusCode) is { } line)
        {
            buffer.Raw(line);
            return;
        }

        buffer.Raw("HTTP/1.1 "u8);
        buffer.Number(statusCode);
        buffer.Raw(" "u8);
        buffer.Value(phrase ?? StatusCodes.ReasonPhrase(statusCode), "the reason phrase");
        buffer.Raw("\r\n"u8);
    }

    private static void WriteFields(ref HeadBuffer buffer, ReadOnlySpan<HeaderField> fields, bool dropLength, bool dropCoding)
    {
        foreach (ref readonly var field in fields)
        {
            if ((dropLength && OutgoingFacts.IsLength(field.Name)) || (dropCoding && OutgoingFacts.IsCoding(field.Name)))
            {
                continue;
            }

            buffer.Field(field);
        }
    }

    private static void WriteDate(ref HeadBuffer buffer, ReadOnlySpan<byte> date)
    {
        if (!Grammar.IsFieldValue(date))
        {
            throw new LocalProtocolException("ERR_INVALID_CHAR", "Invalid character in the value of Date (RFC 9110 section 5.5).");
        }

        buffer.Raw("Date: "u8);
        buffer.Raw(date);
        buffer.Raw("\r\n"u8);
    }

    private static void WriteConnection(ref HeadBuffer buffer, in ResponseHeadSpec head, in ResponsePlan plan)
    {
        if (plan.Facts.HasConnection)
        {
            // Options add up, and close wins: a user's other options do not keep a promise we cannot.
            buffer.Raw(plan.WritesClose && !plan.Facts.SaysClose ? "Connection: close\r\n"u8 : default);
            return;
        }

        if ((head.Omit & OmittedFields.Connection) != 0)
        {
            return;
        }

        var isHinted = head.KeepAliveTimeoutSeconds > 0 && (head.Omit & OmittedFields.KeepAlive) == 0;
        if (!plan.WritesClose && isHinted && !plan.Facts.HasKeepAlive)
        {
            WritePersistent(ref buffer, head.KeepAliveTimeoutSeconds, head.KeepAliveMaxRequests);
        }
        else
        {
            buffer.Raw(plan.WritesClose ? "Connection: close\r\n"u8 : "Connection: keep-alive\r\n"u8);
        }
    }

    private static void WritePersistent(ref HeadBuffer buffer, int seconds, int max)
    {
        buffer.Raw("Connection: keep-alive\r\nKeep-Alive: timeout="u8);
        buffer.Number(seconds);
        if (max > 0)
        {
            buffer.Raw(", max="u8);
            buffer.Number(max);
        }

        buffer.Raw("\r\n"u8);
    }

    /// <returns>Where the number of our Content-Length begins; 0 where there is none.</returns>
    private static int WriteFraming(ref HeadBuffer buffer, in ResponsePlan plan)
    {
        if (plan.AddsLength)
        {
            buffer.Raw("Content-Length: "u8);
            var numberAt = buffer.Length;
            buffer.Number(plan.Length);
            buffer.Raw("\r\n"u8);
            return numberAt;
        }

        if (plan.AddsCoding)
        {
            buffer.Raw("Transfer-Encoding: chunked\r\n"u8);
        }

        return 0;
    }
}
