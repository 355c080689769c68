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
        var ends = new ControlScan(head, at);
        var count = 0;
        while ((uint)at < (uint)head.Length && head[at] != '\r')
        {
            // Both searches begin at the line, so that neither waits for the other's result; no name holds a control.
            var end = ends.Next(at);
            var colon = ByteScan.EndOfToken(head, at);
            if ((uint)colon >= (uint)head.Length)
            {
                return NotYet;
            }

            if (head[colon] != ':' || colon == at)
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

        facts.Count = count;
        return at + 1 >= head.Length ? NotYet : head[at + 1] == '\n' ? at + 2 : Refused;
    }

    private static void Examine(ReadOnlySpan<byte> head, int at, int length, int end, ref FieldFacts facts)
    {
        var name = head.Slice(at, length);
        switch (length)
        {
            case 4 when Word32(name, 0) == 0x74736F68: // host
                facts.Saw(FieldFlags.Host, FieldFlags.HostRepeated);
                facts.Flags |= HostRules.IsValid(head, Trim(head, at + length + 1, ref end), end) ? FieldFlags.None : FieldFlags.HostInvalid;
                break;
            case 6 when Word32(name, 0) == 0x65707865 && Word32(name, 2) == 0x74636570: // expe, pect
                Expect(Value(head, at + length + 1, end), ref facts);
                break;
            case 7 when Word32(name, 0) == 0x72677075 && Word32(name, 3) == 0x65646172: // upgr, rade
                facts.Flags |= FieldFlags.Upgrade;
                break;
            case 10 when Word64(name, 0) == 0x697463656E6E6F63 && Word32(name, 6) == 0x6E6F6974: // connecti, tion
                facts.Flags |= ConnectionRules.Parse(Value(head, at + length + 1, end));
                break;
            case 14 when Word64(name, 0) == 0x2D746E65746E6F63 && Word64(name, 6) == 0x6874676E656C2D74: // content-, t-length
                Length(Value(head, at + length + 1, end), ref facts);
                break;
            case 17 when Word64(name, 0) == 0x726566736E617274 && Word64(name, 8) == 0x6E69646F636E652D && name[16] is (byte)'g' or (byte)'G': // transfer, -encodin
                facts.Saw(FieldFlags.Coding, FieldFlags.CodingRepeated);
                facts.Flags |= CodingRules.Parse(Value(head, at + length + 1, end));
                break;
            default:
                break;
        }
    }

    // Part of a name in lower case, first byte lowest. Or-ing 0x20 folds letters; "-" comes of nothing else that a token holds.
    private static uint Word32(ReadOnlySpan<byte> name, int at) => BinaryPrimitives.ReadUInt32LittleEndian(name[at..]) | 0x20202020;

    private static ulong Word64(ReadOnlySpan<byte> name, int at) => BinaryPrimitives.ReadUInt64LittleEndian(name[at..]) | 0x2020202020202020;

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
