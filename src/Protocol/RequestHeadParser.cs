using System.Buffers.Binary;

namespace HttpActors.Protocol;

/// <summary>
/// The fast path: a whole request head from one contiguous span, without allocating. It accepts exactly what
/// <see cref="HeadScanner"/> accepts and gives no reasons.
/// </summary>
public static class RequestHeadParser
{
    // "HTTP/1.1" and "HTTP/1.0" read as little-endian words, last byte the minor version.
    private const ulong Version11 = 0x312E312F50545448;
    private const ulong VersionMask = 0x00FFFFFFFFFFFFFF;

    /// <summary>Parses a head at the front of <paramref name="input"/>: its grammar, its limits and the facts of its known fields.</summary>
    /// <param name="input">Bytes that begin with a method.</param>
    /// <param name="limits">Size and count limits.</param>
    /// <param name="layout">Where the parts are; meaningless unless the answer is true.</param>
    /// <returns>True when a complete head of valid grammar is there. False when it is incomplete, too large or malformed.</returns>
    public static bool TryParse(ReadOnlySpan<byte> input, Http1Limits limits, out RequestHeadLayout layout)
    {
        ArgumentNullException.ThrowIfNull(limits);
        layout = default;
        if (input.Length > limits.MaxHeaderSize)
        {
            input = input[..limits.MaxHeaderSize];
        }

        if (!TryParseLine(input, ref layout) || layout.FieldsStart > limits.MaxRequestLineSize)
        {
            return false;
        }

        var maxCount = limits.MaxHeadersCount == 0 ? int.MaxValue : limits.MaxHeadersCount;
        layout.Length = FieldsParser.Parse(input, layout.FieldsStart, maxCount, ref layout.Facts);
        return layout.Length > 0;
    }

    // request-line = method SP request-target SP HTTP-version CRLF
    private static bool TryParseLine(ReadOnlySpan<byte> input, ref RequestHeadLayout layout)
    {
        layout.Known = ParseMethod(input, out var methodLength);
        layout.MethodLength = methodLength;
        if (methodLength <= 0 || methodLength >= input.Length || input[methodLength] != ' ')
        {
            return false;
        }

        var start = methodLength + 1;
        var end = ByteScan.EndOfTarget(input, start);
        if (end == start || (uint)end >= (uint)input.Length || input[end] != ' ')
        {
            return false;
        }

        layout.TargetLength = end - start;
        return TryParseVersion(input[(end + 1)..], ref layout);
    }

    private static bool TryParseVersion(ReadOnlySpan<byte> rest, ref RequestHeadLayout layout)
    {
        if (rest.Length < 10 || rest[8] != '\r' || rest[9] != '\n')
        {
            return false;
        }

        var version = BinaryPrimitives.ReadUInt64LittleEndian(rest);
        layout.VersionMinor = (byte)(rest[7] - '0');
        return version == Version11 || ((version ^ Version11) & VersionMask) == 0 && Grammar.IsDigit(rest[7]);
    }

    private static KnownMethod ParseMethod(ReadOnlySpan<byte> input, out int length)
    {
        if (input.StartsWith("GET "u8))
        {
            length = 3;
            return KnownMethod.Get;
        }

        length = ByteScan.EndOfToken(input, 0);
        return Classify(input[..length]);
    }

    private static KnownMethod Classify(ReadOnlySpan<byte> method) => method.Length switch
    {
        3 when method.SequenceEqual("PUT"u8) => KnownMethod.Put,
        4 when method.SequenceEqual("HEAD"u8) => KnownMethod.Head,
        4 when method.SequenceEqual("POST"u8) => KnownMethod.Post,
        7 when method.SequenceEqual("OPTIONS"u8) => KnownMethod.Options,
        7 when method.SequenceEqual("CONNECT"u8) => KnownMethod.Connect,
        _ => KnownMethod.Other,
    };
}
