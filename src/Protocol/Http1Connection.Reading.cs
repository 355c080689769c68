using System.Buffers;

namespace HttpActors.Protocol;

/// <content>Bytes to events. What is read next follows from the peer's state alone.</content>
public sealed partial class Http1Connection
{
    private ReadOnlySequence<byte> _data;
    private HeadScanner _scanner;
    private ChunkedReader _chunks;
    private long _incomingLength;
    private int _emptyLines;
    private int _informational;
    private BodyFraming _incoming;

    /// <summary>The request of this cycle; on the client null. Stays valid after the cycle.</summary>
    public RequestHead? RequestHead { get; private set; }

    /// <summary>The latest response head read in this cycle; on the server null. Stays valid after the cycle.</summary>
    public ResponseHead? ResponseHead { get; private set; }

    /// <summary>After <see cref="ReadEvent.Data"/>: a slice of the input given to that read, valid as long as the input is.</summary>
    public ReadOnlySequence<byte> Data => _data;

    /// <summary>After <see cref="ReadEvent.EndOfMessage"/>: the trailer section, without fields that must not be there. Owned.</summary>
    public FieldSection Trailers { get; private set; }

    /// <summary>After <see cref="ReadEvent.Error"/>: what the peer did wrong.</summary>
    public ProtocolError? Error { get; private set; }

    /// <summary>After <see cref="ReadEvent.Error"/> in a head or trailer section: how many bytes of it were in order. Elsewhere 0.</summary>
    public int ErrorOffset => Error is null ? 0 : Math.Max(0, _scanner.Scanned - 1);

    /// <summary>How many bytes heads and trailers took to read; a byte that is looked at twice counts twice.</summary>
    internal long BytesExamined { get; private set; }

    /// <summary>Reads the next event off the front of <paramref name="input"/>. Never throws on what the peer sent.</summary>
    /// <param name="input">
    /// All bytes not consumed so far. What the event used is cut off. After <see cref="ReadEvent.NeedMore"/> what is
    /// left must be presented again, followed by more bytes; it is not looked at again.
    /// </param>
    /// <returns>The event. Events may be there with an empty input: call until NeedMore, Paused, Closed or Error.</returns>
    public ReadEvent Read(ref ReadOnlySequence<byte> input)
    {
        _data = default;
        if (!input.IsSingleSegment && input.FirstSpan.IsEmpty)
        {
            SkipEmptySegments(ref input);
        }

        switch (TheirState)
        {
            case SideState.Idle:
                return Role == Role.Server ? ReadRequest(ref input) : ReadUnsolicited(input);
            case SideState.SendResponse:
                return ReadResponse(ref input);
            case SideState.SendBody:
                return ReadBody(ref input);
            case SideState.Done:
            case SideState.MightSwitchProtocol:
            case SideState.SwitchedProtocol:
                return ReadEvent.Paused;
            case SideState.MustClose:
                return Ignore(ref input);
            case SideState.Closed:
                return ReadEvent.Closed;
            default:
                return ReadEvent.Error;
        }
    }

    /// <summary>
    /// The peer has closed its half of the connection. Call it when all bytes before the end have been read, again if
    /// it answers <see cref="ReadEvent.EndOfMessage"/>.
    /// </summary>
    /// <returns>EndOfMessage of content that ends with the connection, Closed between messages, Error in the middle of one.</returns>
    public ReadEvent ReadEnd()
    {
        _data = default;
        switch (TheirState)
        {
            case SideState.Idle when _scanner.Scanned > 0:
            case SideState.SendResponse:
                return Fail(Fault.Incomplete);
            case SideState.SendBody:
                return IsBodyCompleteAtEnd ? EndMessage() : Fail(Fault.Incomplete);
            case SideState.SwitchedProtocol:
                return ReadEvent.Closed;
            case SideState.Error:
                return ReadEvent.Error;
            default:
                _state.Apply(Peer, ConnectionEvent.ConnectionClosed);
                _state.DisableKeepAlive();
                return ReadEvent.Closed;
        }
    }

    /// <summary>Octets of content that are still to be read by the announced length; null where none is announced.</summary>
    public long? IncomingContentLeft => _incoming == BodyFraming.ContentLength ? _incomingLength : null;

    private bool IsBodyCompleteAtEnd => _incoming switch
    {
        BodyFraming.Chunked => false,
        BodyFraming.ContentLength => _incomingLength == 0,
        _ => true,
    };

    private void BeginBody(BodyFraming framing, long length)
    {
        _incoming = framing;
        _incomingLength = framing == BodyFraming.ContentLength ? length : 0;
        _scanner = new HeadScanner(HeadKind.Trailers);
    }

    private ReadEvent ReadBody(ref ReadOnlySequence<byte> input)
    {
        switch (_incoming)
        {
            case BodyFraming.ContentLength when _incomingLength > 0:
                return ReadSized(ref input);
            case BodyFraming.Chunked:
                return ReadChunked(ref input);
            case BodyFraming.UntilClose:
                return ReadUntilClose(ref input);
            default:
                return EndMessage();
        }
    }

    private ReadEvent ReadSized(ref ReadOnlySequence<byte> input)
    {
        if (input.IsEmpty)
        {
            return ReadEvent.NeedMore;
        }

        _data = input.Slice(0, Math.Min(_incomingLength, input.Length));
        input = input.Slice(_data.Length);
        _incomingLength -= _data.Length;
        return ReadEvent.Data;
    }

    private ReadEvent ReadUntilClose(ref ReadOnlySequence<byte> input)
    {
        if (input.IsEmpty)
        {
            return ReadEvent.NeedMore;
        }

        // What is within the limit is delivered first, so that cuts do not change what the reader gets.
        var allowed = _limits.MaxBodySize > 0 ? _limits.MaxBodySize - _incomingLength : long.MaxValue;
        if (allowed == 0)
        {
            return Fail(Fault.BodyTooLarge);
        }

        _data = input.Slice(0, Math.Min(allowed, input.Length));
        input = input.Slice(_data.Length);
        _incomingLength += _limits.MaxBodySize > 0 ? _data.Length : 0;
        return ReadEvent.Data;
    }

    private ReadEvent ReadChunked(ref ReadOnlySequence<byte> input)
    {
        if (!_chunks.IsLast)
        {
            var fault = _chunks.Read(ref input, _limits, out _data);
            if (fault != Fault.None)
            {
                return Fail(fault);
            }

            if (!_data.IsEmpty || !_chunks.IsLast)
            {
                return _data.IsEmpty ? ReadEvent.NeedMore : ReadEvent.Data;
            }
        }

        if (!TryScan(input, out var section, out var answer))
        {
            return answer;
        }

        input = input.Slice(section.Length);
        Trailers = TrailerRules.Filter(section);
        return EndMessage();
    }

    private ReadEvent EndMessage()
    {
        _scanner = new HeadScanner(Role == Role.Server ? HeadKind.Request : HeadKind.Response);
        _state.Apply(Peer, ConnectionEvent.EndOfMessage);
        return ReadEvent.EndOfMessage;
    }

    // A response nobody asked for must never be taken for the answer to the next request (RFC 9112 section 9.2).
    private ReadEvent ReadUnsolicited(in ReadOnlySequence<byte> input) =>
        input.IsEmpty ? ReadEvent.NeedMore : Fail(Fault.Unsolicited);

    // Octets after the last message of a connection are ignored (RFC 9112 section 9.6).
    private static ReadEvent Ignore(ref ReadOnlySequence<byte> input)
    {
        input = input.Slice(input.End);
        return ReadEvent.NeedMore;
    }

    // Readers look at FirstSpan; slicing skips empty segments, only the first ones can be left.
    private static void SkipEmptySegments(ref ReadOnlySequence<byte> input)
    {
        var start = input.Start;
        var next = start;
        while (input.TryGet(ref next, out var memory) && memory.IsEmpty)
        {
            start = next;
        }

        input = input.Slice(start.GetObject() is null ? input.End : start);
    }

    private ReadEvent Fail(Fault fault)
    {
        Error = Faults.ToError(fault, _limits, Role);
        _state.ApplyError(Peer);
        return ReadEvent.Error;
    }
}
