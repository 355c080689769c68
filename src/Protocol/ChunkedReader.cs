using System.Buffers;

namespace HttpActors.Protocol;

/// <summary>
/// chunked-body = *chunk last-chunk trailer-section CRLF (RFC 9112 section 7.1), without the trailer section. An
/// automaton over bytes: sizes and extensions are consumed as they come, data is given as slices of the input.
/// </summary>
internal struct ChunkedReader
{
    private const int MaxSizeDigits = 16;

    private Phase _phase;
    private ChunkExtensions _extension;
    private byte _digits;
    private int _extensions;
    private long _total;

    private enum Phase : byte
    {
        Size,
        Extension,
        SizeLineEnd,
        Data,
        DataCr,
        DataLf,
        Last,
    }

    /// <summary>Bytes of the current chunk still to come; while its size is being read, the size so far.</summary>
    public long Remaining { get; private set; }

    /// <summary>Whether the last chunk's size line is complete, so that the trailer section follows.</summary>
    public readonly bool IsLast => _phase == Phase.Last;

    /// <summary>Advances to the next data, to the last chunk, or to the end of the input.</summary>
    /// <param name="input">What was read is cut off its front.</param>
    /// <param name="limits">For extensions and the whole body.</param>
    /// <param name="data">A slice of the input, or empty.</param>
    public Fault Read(ref ReadOnlySequence<byte> input, Http1Limits limits, out ReadOnlySequence<byte> data)
    {
        data = default;
        while (!input.IsEmpty && !IsLast)
        {
            if (_phase == Phase.Data)
            {
                var take = Math.Min(Remaining, input.Length);
                data = input.Slice(0, take);
                input = input.Slice(take);
                Remaining -= take;
                _phase = Remaining == 0 ? Phase.DataCr : Phase.Data;
                return Fault.None;
            }

            var fault = ReadLine(input.FirstSpan, limits, out var used);
            input = input.Slice(used);
            if (fault != Fault.None)
            {
                return fault;
            }
        }

        return Fault.None;
    }

    // Everything but data, within one segment.
    private Fault ReadLine(ReadOnlySpan<byte> bytes, Http1Limits limits, out int used)
    {
        used = 0;
        while (used < bytes.Length && _phase is not (Phase.Data or Phase.Last))
        {
            var fault = Step(bytes[used++], limits);
            if (fault != Fault.None)
            {
                return fault;
            }
        }

        return Fault.None;
    }

    private Fault Step(byte b, Http1Limits limits) => _phase switch
    {
        Phase.Size => Size(b, limits),
        Phase.Extension => Extension(b, limits),
        Phase.SizeLineEnd => SizeLineEnd(b),
        Phase.DataCr => Expect(b, (byte)'\r', Phase.DataLf, Fault.ChunkDataUnterminated),
        _ => Expect(b, (byte)'\n', Phase.Size, Fault.ChunkDataUnterminated),
    };

    // chunk-size = 1*HEXDIG
    private Fault Size(byte b, Http1Limits limits)
    {
        var digit = Grammar.HexValue(b);
        if (digit >= 0)
        {
            if (_digits == MaxSizeDigits || Remaining > long.MaxValue >> 4)
            {
                return Fault.ChunkSizeTooLarge;
            }

            _digits++;
            Remaining = (Remaining << 4) | (long)digit;
            return Fault.None;
        }

        if (_digits == 0)
        {
            return Fault.ChunkSizeInvalid;
        }

        // Sizes are at most 2^63-1 and the total at most MaxBodySize, so the sum cannot wrap unnoticed.
        _total = limits.MaxBodySize > 0 ? unchecked(_total + Remaining) : 0;
        return limits.MaxBodySize > 0 && (ulong)_total > (ulong)limits.MaxBodySize
            ? Fault.BodyTooLarge
            : BeginExtension(b, limits);
    }

    private Fault BeginExtension(byte b, Http1Limits limits)
    {
        _extension = default;
        _phase = Phase.Extension;
        return Extension(b, limits);
    }

    // The content of extensions is ignored (RFC 9112 section 7.1.1); their grammar is not.
    private Fault Extension(byte b, Http1Limits limits)
    {
        if (b == '\r' && _extension.MayEnd)
        {
            _phase = Phase.SizeLineEnd;
            return Fault.None;
        }

        var isFirst = _extension.HasNone;
        if (!_extension.TryTake(b))
        {
            return b == '\n' ? Fault.BareLineFeed : isFirst ? Fault.ChunkSizeInvalid : Fault.ChunkExtensionInvalid;
        }

        return ++_extensions > limits.MaxChunkExtensionsSize ? Fault.ChunkExtensionsTooLarge : Fault.None;
    }

    private Fault SizeLineEnd(byte b)
    {
        _digits = 0;
        return Expect(b, (byte)'\n', Remaining == 0 ? Phase.Last : Phase.Data, Fault.BareCarriageReturn);
    }

    private Fault Expect(byte actual, byte expected, Phase next, Fault otherwise)
    {
        _phase = next;
        return actual == expected ? Fault.None : otherwise;
    }
}
