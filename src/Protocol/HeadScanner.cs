using System.Buffers;

namespace HttpActors.Protocol;

/// <summary>What a scanner is reading; it decides where it starts and which limits hold.</summary>
internal enum HeadKind : byte
{
    Request,
    Response,
    Trailers,
}

/// <summary>
/// The grammar of heads and trailer sections as an automaton over bytes.
/// </summary>
/// <remarks>
/// It looks at every byte once, in order, however the bytes were cut on their way here, and what it answers depends on
/// nothing but the bytes so far. So a message gets the same answer whole and in pieces, a head that dribbles in costs
/// O(n), and garbage is refused with the first byte that no valid message could have there. It also counts, so that a
/// limit is met at the same byte every time. What a whole head means is not its business.
/// </remarks>
internal struct HeadScanner
{
    private Phase _phase;
    private byte _step;
    private bool _otherMajor;
    private int _fields;

    public HeadScanner(HeadKind kind)
    {
        _phase = kind switch
        {
            HeadKind.Request => Phase.Method,
            HeadKind.Response => Phase.Version,
            _ => Phase.FieldStart,
        };
        Kind = kind;
    }

    // First-line phases come first: the order is used.
    private enum Phase : byte
    {
        Method,
        Target,
        Version,
        Status,
        StatusEnd,
        Reason,
        FirstLineEnd,
        FieldStart,
        FieldName,
        FieldValue,
        FieldLineEnd,
        SectionEnd,
        Complete,
    }

    public HeadKind Kind { get; }

    /// <summary>Bytes looked at so far; when complete, the size of the section with its empty line.</summary>
    public int Scanned { get; private set; }

    public readonly int FieldCount => _fields;

    public readonly bool IsComplete => _phase == Phase.Complete;

    /// <summary>Goes on behind the bytes already looked at.</summary>
    /// <param name="input">The section from its first byte.</param>
    /// <param name="limits">Sizes and counts.</param>
    public Fault Scan(in ReadOnlySequence<byte> input, Http1Limits limits)
    {
        if (input.IsSingleSegment)
        {
            return Scan(input.FirstSpan[Scanned..], limits);
        }

        foreach (var memory in input.Slice(Scanned))
        {
            var fault = Scan(memory.Span, limits);
            if (fault != Fault.None || IsComplete)
            {
                return fault;
            }
        }

        return Fault.None;
    }

    private Fault Scan(ReadOnlySpan<byte> bytes, Http1Limits limits)
    {
        while (!IsComplete)
        {
            var room = Limit(limits) - Scanned;
            if (room <= 0)
            {
                return TooLong();
            }

            if (bytes.IsEmpty)
            {
                return Fault.None;
            }

            var fault = Step(bytes.Length > room ? bytes[..room] : bytes, limits, out var used);
            Scanned += used;
            bytes = bytes[used..];
            if (fault != Fault.None)
            {
                return fault;
            }
        }

        return Fault.None;
    }

    private readonly int Limit(Http1Limits limits) =>
        _phase <= Phase.FirstLineEnd ? limits.MaxRequestLineSize
        : Kind == HeadKind.Trailers ? limits.MaxTrailerSize
        : limits.MaxHeaderSize;

    private readonly Fault TooLong() =>
        _phase > Phase.FirstLineEnd
            ? Kind == HeadKind.Trailers ? Fault.TrailersTooLarge : Fault.HeadTooLarge
            : Kind == HeadKind.Response ? Fault.StatusLineTooLong
            : _phase == Phase.Method ? Fault.MethodTooLong
            : Fault.RequestLineTooLong;

    /// <summary>Advances within one phase, or over its end.</summary>
    private Fault Step(ReadOnlySpan<byte> bytes, Http1Limits limits, out int used)
    {
        used = 1;
        switch (_phase)
        {
            case Phase.Method:
                return Run(bytes, Grammar.TokenBytes, Phase.Target, out used);
            case Phase.Target:
                return Run(bytes, Grammar.TargetBytes, Phase.Version, out used);
            case Phase.Version:
                return Version(bytes[0]);
            case Phase.Status:
                return Status(bytes[0]);
            case Phase.StatusEnd:
                return StatusEnd(bytes[0]);
            case Phase.Reason:
                return Value(bytes, Phase.FirstLineEnd, out used);
            case Phase.FirstLineEnd:
            case Phase.FieldLineEnd:
                return LineFeed(bytes[0], Phase.FieldStart);
            case Phase.FieldStart:
                return FieldStart(bytes[0], limits);
            case Phase.FieldName:
                return FieldName(bytes, out used);
            case Phase.FieldValue:
                return Value(bytes, Phase.FieldLineEnd, out used);
            default:
                return LineFeed(bytes[0], Phase.Complete);
        }
    }

    /// <summary>Method or target: one or more of a class, then exactly one SP.</summary>
    private Fault Run(ReadOnlySpan<byte> bytes, SearchValues<byte> allowed, Phase next, out int used)
    {
        var length = bytes.IndexOfAnyExcept(allowed);
        if (length < 0)
        {
            used = bytes.Length;
            _step = 1;
            return Fault.None;
        }

        used = length + 1;
        var isEmpty = length == 0 && _step == 0;
        if (bytes[length] == ' ' && !isEmpty)
        {
            Enter(next);
            return Fault.None;
        }

        return bytes[length] is (byte)'\r' or (byte)'\n' && !(isEmpty && next == Phase.Target) ? Fault.RequestLineIncomplete
            : next == Phase.Target ? Fault.MethodInvalid
            : Fault.TargetInvalid;
    }

    // HTTP-version = "HTTP" "/" DIGIT "." DIGIT; another major version is told apart from nonsense, hence read to its end.
    private Fault Version(byte b)
    {
        const int Major = 5;
        var step = _step++;
        switch (step)
        {
            case < Major:
                return b == "HTTP/"u8[step] ? Fault.None : Fault.VersionMalformed;
            case Major:
                _otherMajor = b != '1' && (b != '0' || Kind == HeadKind.Request);
                return Grammar.IsDigit(b) ? Fault.None : Fault.VersionInvalid;
            case Major + 1:
                return b == '.' ? Fault.None : Fault.VersionInvalid;
            case Major + 2:
                return Grammar.IsDigit(b) ? Fault.None : Fault.VersionInvalid;
            default:
                return VersionEnd(b);
        }
    }

    private Fault VersionEnd(byte b)
    {
        var isResponse = Kind == HeadKind.Response;
        Enter(isResponse ? Phase.Status : Phase.FirstLineEnd);
        if (b != (isResponse ? ' ' : '\r'))
        {
            return isResponse ? Fault.StatusLineInvalid : b == '\n' ? Fault.BareLineFeed : Fault.VersionInvalid;
        }

        return _otherMajor ? Fault.VersionUnsupported : Fault.None;
    }

    // status-code = 3DIGIT; the first digit is its class and is not 0.
    private Fault Status(byte b)
    {
        if (!Grammar.IsDigit(b) || (_step == 0 && b == '0'))
        {
            return Fault.StatusLineInvalid;
        }

        if (++_step == 3)
        {
            Enter(Phase.StatusEnd);
        }

        return Fault.None;
    }

    private Fault StatusEnd(byte b)
    {
        Enter(b == ' ' ? Phase.Reason : Phase.FirstLineEnd);
        return b is (byte)' ' or (byte)'\r' ? Fault.None : b == '\n' ? Fault.BareLineFeed : Fault.StatusLineInvalid;
    }

    private Fault FieldStart(byte b, Http1Limits limits)
    {
        if (b == '\r')
        {
            Enter(Phase.SectionEnd);
            return Fault.None;
        }

        if (!Grammar.TokenBytes.Contains(b))
        {
            return b switch
            {
                (byte)'\n' => Fault.BareLineFeed,
                (byte)' ' or (byte)'\t' => Fault.LineFolding,
                (byte)':' => Fault.FieldNameEmpty,
                _ => Fault.FieldNameInvalid,
            };
        }

        if (limits.MaxHeadersCount > 0 && _fields == limits.MaxHeadersCount)
        {
            return Fault.TooManyFields;
        }

        _fields++;
        Enter(Phase.FieldName);
        return Fault.None;
    }

    private Fault FieldName(ReadOnlySpan<byte> bytes, out int used)
    {
        var length = bytes.IndexOfAnyExcept(Grammar.TokenBytes);
        if (length < 0)
        {
            used = bytes.Length;
            return Fault.None;
        }

        used = length + 1;
        Enter(Phase.FieldValue);
        return bytes[length] switch
        {
            (byte)':' => Fault.None,
            (byte)' ' or (byte)'\t' => Fault.BlankBeforeColon,
            _ => Fault.FieldNameInvalid,
        };
    }

    private Fault Value(ReadOnlySpan<byte> bytes, Phase next, out int used)
    {
        var length = bytes.IndexOfAnyExcept(Grammar.FieldValueBytes);
        if (length < 0)
        {
            used = bytes.Length;
            return Fault.None;
        }

        used = length + 1;
        Enter(next);
        return bytes[length] switch
        {
            (byte)'\r' => Fault.None,
            (byte)'\n' => Fault.BareLineFeed,
            _ => Fault.FieldValueInvalid,
        };
    }

    private Fault LineFeed(byte b, Phase next)
    {
        Enter(next);
        return b == '\n' ? Fault.None : Fault.BareCarriageReturn;
    }

    private void Enter(Phase phase)
    {
        _phase = phase;
        _step = 0;
    }
}
