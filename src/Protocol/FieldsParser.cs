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

    // Lengths of the names that matter: Host, Expect, Upgrade, Connection, Content-Length, Transfer-Encoding.
    private const uint KnownLengths = (1u << 4) | (1u << 6) | (1u << 7) | (1u << 10) | (1u << 14) | (1u << 17);

    /// <summary>Reads field lines from <paramref name="at"/> to the empty line.</summary>
    /// <returns>The position after the empty line, <see cref="NotYet"/> or <see cref="Refused"/>.</returns>
    public static int Parse(ReadOnlySpan<byte> head, int at, int maxCount, ref FieldFacts facts)
    {
        var rest = head[at..];
        var count = 0;
        while (true)
        {
            var colon = rest.IndexOfAnyExcept(Grammar.TokenBytes);
            if (colon <= 0)
            {
                facts.Count = count;
                return colon < 0 ? NotYet : End(rest, head.Length);
            }

            if (rest[colon] != ':')
            {
                return Refused;
            }

            var value = rest[(colon + 1)..];
            var end = value.IndexOfAnyExcept(Grammar.FieldValueBytes);
            if ((uint)(end + 1) >= (uint)value.Length || end < 0)
            {
                return NotYet;
            }

            if (value[end] != '\r' || value[end + 1] != '\n' || ++count > maxCount)
            {
                return Refused;
            }

            if (colon < 32 && ((KnownLengths >> colon) & 1) != 0)
            {
                Examine(rest[..colon], value[..end], ref facts);
            }

            rest = value[(end + 2)..];
        }
    }

    private static int End(ReadOnlySpan<byte> rest, int headLength)
    {
        if (rest[0] != '\r')
        {
            return Refused;
        }

        if (rest.Length < 2)
        {
            return NotYet;
        }

        return rest[1] == '\n' ? headLength - rest.Length + 2 : Refused;
    }

    // A letter or-ed with 0x20 equals a lower-case letter only if it was that letter in either case; "-" and CR would
    // also meet, but CR is no tchar.
    private static void Examine(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ref FieldFacts facts)
    {
        switch (name.Length)
        {
            case 4 when (BinaryPrimitives.ReadUInt32LittleEndian(name) | 0x20202020) == 0x74736F68: // host
                facts.Saw(FieldFlags.Host, FieldFlags.HostRepeated);
                facts.Flags |= HostRules.IsValid(Grammar.TrimOws(value)) ? FieldFlags.None : FieldFlags.HostInvalid;
                break;
            case 6 when Grammar.EqualsIgnoreCase(name, "expect"u8):
                Expect(Grammar.TrimOws(value), ref facts);
                break;
            case 7 when Grammar.EqualsIgnoreCase(name, "upgrade"u8):
                facts.Flags |= FieldFlags.Upgrade;
                break;
            case 10 when (name[0] | 0x20) == 'c' && Grammar.EqualsIgnoreCase(name, "connection"u8):
                facts.Flags |= ConnectionRules.Parse(Grammar.TrimOws(value));
                break;
            case 14 when Grammar.EqualsIgnoreCase(name, "content-length"u8):
                Length(Grammar.TrimOws(value), ref facts);
                break;
            case 17 when Grammar.EqualsIgnoreCase(name, "transfer-encoding"u8):
                facts.Saw(FieldFlags.Coding, FieldFlags.CodingRepeated);
                facts.Flags |= CodingRules.Parse(Grammar.TrimOws(value));
                break;
            default:
                break;
        }
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
