using System.Buffers.Binary;

namespace HttpActors.Protocol;

/// <summary>
/// field-line = field-name ":" OWS field-value OWS (RFC 9112 section 5), over one contiguous span. Knows only yes, no
/// and not yet; <see cref="HeadScanner"/> says what is wrong.
/// </summary>
internal static class FieldsParser
{
    public const int NotYet = 0;
    public const int Refused = -1;

    private const ushort CrLf = 0x0A0D;

    // Lengths of the names that matter: Host, Expect, Upgrade, Connection, Content-Length, Transfer-Encoding.
    private const uint KnownLengths = (1u << 4) | (1u << 6) | (1u << 7) | (1u << 10) | (1u << 14) | (1u << 17);

    /// <summary>Reads field lines from <paramref name="at"/> to the empty line.</summary>
    /// <returns>The position after the empty line, <see cref="NotYet"/> or <see cref="Refused"/>.</returns>
    public static int Parse(ReadOnlySpan<byte> head, int at, int maxCount, ref FieldFacts facts)
    {
        var count = 0;
        while (true)
        {
            // Both searches begin at the line, so that neither waits for the other's result; no name holds a control.
            var end = ByteScan.EndOfValue(head, at);
            var colon = ByteScan.EndOfToken(head, at);
            if (colon == at || (uint)colon >= (uint)head.Length)
            {
                facts.Count = count;
                return colon < head.Length ? End(head, at) : NotYet;
            }

            if (head[colon] != ':')
            {
                return Refused;
            }

            if (end + 1 >= head.Length)
            {
                return NotYet;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(head[end..]) != CrLf || ++count > maxCount)
            {
                return Refused;
            }

            var length = colon - at;
            if (length < 32 && ((KnownLengths >> length) & 1) != 0)
            {
                Examine(head, at, length, end, ref facts);
            }

            at = end + 2;
        }
    }

    private static int End(ReadOnlySpan<byte> head, int at)
    {
        if (head[at] != '\r')
        {
            return Refused;
        }

        return at + 1 == head.Length ? NotYet : head[at + 1] == '\n' ? at + 2 : Refused;
    }

    private static void Examine(ReadOnlySpan<byte> head, int at, int length, int end, ref FieldFacts facts)
    {
        var name = head.Slice(at, length);
        switch (length)
        {
            case 4 when Lower32(name) == 0x74736F68: // host
                facts.Saw(FieldFlags.Host, FieldFlags.HostRepeated);
                facts.Flags |= HostRules.IsValid(head, Trim(head, at + length + 1, ref end), end) ? FieldFlags.None : FieldFlags.HostInvalid;
                break;
            case 6 when Grammar.EqualsIgnoreCase(name, "expect"u8):
                Expect(Value(head, at + length + 1, end), ref facts);
                break;
            case 7 when Lower32(name) == 0x72677075 && Grammar.EqualsIgnoreCase(name, "upgrade"u8): // upgr
                facts.Flags |= FieldFlags.Upgrade;
                break;
            case 10 when Lower32(name) == 0x6E6E6F63 && Grammar.EqualsIgnoreCase(name, "connection"u8): // conn
                facts.Flags |= ConnectionRules.Parse(Value(head, at + length + 1, end));
                break;
            case 14 when Lower32(name) == 0x746E6F63 && Grammar.EqualsIgnoreCase(name, "content-length"u8): // cont
                Length(Value(head, at + length + 1, end), ref facts);
                break;
            case 17 when Lower32(name) == 0x6E617274 && Grammar.EqualsIgnoreCase(name, "transfer-encoding"u8): // tran
                facts.Saw(FieldFlags.Coding, FieldFlags.CodingRepeated);
                facts.Flags |= CodingRules.Parse(Value(head, at + length + 1, end));
                break;
            default:
                break;
        }
    }

    // A byte or-ed with 0x20 is a lower-case letter only if it was that letter, in either case.
    private static uint Lower32(ReadOnlySpan<byte> name) => BinaryPrimitives.ReadUInt32LittleEndian(name) | 0x20202020;

    // OWS = *( SP / HTAB ): usually one SP in front and nothing behind.
    private static int Trim(ReadOnlySpan<byte> head, int start, ref int end)
    {
        while (start < end && head[start] is (byte)' ' or (byte)'\t')
        {
            start++;
        }

        while (start < end && head[end - 1] is (byte)' ' or (byte)'\t')
        {
            end--;
        }

        return start;
    }

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> head, int start, int end)
    {
        start = Trim(head, start, ref end);
        return head[start..end];
    }

    private static void Length(ReadOnlySpan<byte> value, ref FieldFacts facts)
    {
        facts.Saw(FieldFlags.Length, FieldFlags.LengthRepeated);
        if (!Numbers.TryParseDecimal(value, out facts.ContentLength))
        {
            facts.Flags |= FieldFlags.LengthInvalid;
        }
    }

    // Expect = #expectation (RFC 9110 section 10.1.1).
    private static void Expect(ReadOnlySpan<byte> value, ref FieldFacts facts)
    {
        while (!value.IsEmpty)
        {
            var comma = value.IndexOf((byte)',');
            var expectation = Grammar.TrimOws(comma < 0 ? value : value[..comma]);
            value = comma < 0 ? default : value[(comma + 1)..];
            if (!expectation.IsEmpty)
            {
                facts.Flags |= Grammar.EqualsIgnoreCase(expectation, "100-continue"u8)
                    ? FieldFlags.ExpectContinue
                    : FieldFlags.ExpectOther;
            }
        }
    }
}
