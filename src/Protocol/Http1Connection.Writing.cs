using System.Buffers;

namespace HttpActors.Protocol;

/// <content>Messages to bytes. Whatever throws has written nothing and changed no state.</content>
public sealed partial class Http1Connection
{
    private long _outgoingLeft;
    private long _outgoingTotal;
    private KnownMethod _sentMethod;

    /// <summary>Once our head is written: false where content is dropped, which is in answers to HEAD, with 204 and with 304.</summary>
    public bool BodyAllowed { get; private set; }

    /// <summary>Once our head is written: how the content is framed.</summary>
    public BodyFraming OutgoingFraming { get; private set; }

    /// <summary>Once our head is written: content bytes that are still to come by Content-Length; null where it is framed otherwise.</summary>
    public long? ContentLeft => OutgoingFraming == BodyFraming.ContentLength ? _outgoingLeft : null;

    /// <summary>Writes a 1xx response but 101. To an HTTP/1.0 client nothing is written (RFC 9110 section 15.2).</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="statusCode">100 to 199, not 101.</param>
    /// <param name="fields">The user's fields; framing fields are left out.</param>
    /// <exception cref="LocalProtocolException">The final response has begun, there is no request, or the status is another.</exception>
    public void WriteInformational(IBufferWriter<byte> output, int statusCode, ReadOnlySpan<HeaderField> fields)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (statusCode is < 100 or > 199 or 101)
        {
            throw InvalidStatus(statusCode, "100 to 199 but 101");
        }

        Demand(Role.Server, ConnectionEvent.Informational);
        if (RequestHead is not { IsHttp10: true })
        {
            ResponseHeadWriter.WriteInformational(output, statusCode, fields);
        }

        _state.Apply(Role.Server, ConnectionEvent.Informational);
    }

    /// <summary>
    /// Writes a final response head, or 101, and decides framing and persistence. Without a request it answers one
    /// that could not be read, and says close.
    /// </summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="head">What the user wants.</param>
    /// <exception cref="LocalProtocolException">A head was written before, or this one contradicts itself.</exception>
    public void WriteResponseHead(IBufferWriter<byte> output, in ResponseHeadSpec head)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (head.StatusCode is (< 200 or > 999) and not 101)
        {
            throw InvalidStatus(head.StatusCode, "200 to 999; 1xx is written by WriteInformational");
        }

        Demand(Role.Server, ConnectionEvent.Response);
        if (ResponseHeadMemo.Applies(head, RequestHead))
        {
            WriteRepeatedHead(output, head);
            return;
        }

        var plan = ResponsePlan.For(head, RequestHead, _state.KeepAlive);
        var what = !plan.Switches ? ConnectionEvent.Response
            : head.StatusCode == 101 ? ConnectionEvent.SwitchUpgrade
            : ConnectionEvent.SwitchConnect;
        Demand(Role.Server, what);
        ResponseHeadWriter.Write(output, head, plan);
        BeginResponse(plan, what);
    }

    private void WriteRepeatedHead(IBufferWriter<byte> output, in ResponseHeadSpec head)
    {
        var memo = ResponseHeadMemo.OfThread;
        var persists = _state.KeepAlive;
        if (!memo.TryWrite(output, head, persists, out var plan))
        {
            plan = ResponsePlan.For(head, RequestHead, persists);
            memo.Keep(head, persists, plan, ResponseHeadWriter.Write(output, head, plan));
        }

        BeginResponse(plan, ConnectionEvent.Response);
    }

    private void BeginResponse(in ResponsePlan plan, ConnectionEvent what)
    {
        BeginContent(plan.Framing, plan.Length, plan.BodyAllowed);
        _state.Apply(Role.Server, what);
        if (plan.Close)
        {
            _state.DisableKeepAlive();
        }
    }

    /// <summary>Writes a request head and decides its framing.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="head">What the user wants.</param>
    /// <exception cref="LocalProtocolException">A request is under way, or the head contradicts itself.</exception>
    public void WriteRequestHead(IBufferWriter<byte> output, in RequestHeadSpec head)
    {
        ArgumentNullException.ThrowIfNull(output);
        Demand(Role.Client, ConnectionEvent.Request);
        var plan = RequestPlan.For(head);
        var close = head.Close || plan.Facts.SaysClose || !_state.KeepAlive;
        RequestHeadWriter.Write(output, head, plan, close);
        BeginContent(plan.Framing, plan.Framing == BodyFraming.ContentLength ? plan.Length : 0, isAllowed: true);
        _sentMethod = head.Method switch
        {
            HttpMethods.Head => KnownMethod.Head,
            HttpMethods.Connect => KnownMethod.Connect,
            _ => KnownMethod.Other,
        };
        _state.Apply(Role.Client, ConnectionEvent.Request);
        Note(!close, plan.Facts.IsUpgrade, _sentMethod == KnownMethod.Connect);
    }

    /// <summary>Writes content, framed. Empty data writes nothing; where no content is allowed it is dropped.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="data">Copied.</param>
    /// <exception cref="LocalProtocolException">There is no head, the message has ended, or the data exceeds Content-Length.</exception>
    public void WriteData(IBufferWriter<byte> output, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(output);
        Demand(Role, ConnectionEvent.Data);
        if (data.IsEmpty || !BodyAllowed)
        {
            return;
        }

        switch (OutgoingFraming)
        {
            case BodyFraming.Chunked:
                ChunkedWriter.Write(output, data);
                break;
            case BodyFraming.UntilClose:
                LargeData.Write(output, data, default);
                break;
            default:
                WriteSized(output, data);
                break;
        }
    }

    /// <summary>Ends the message: the last chunk and the trailers, where there are chunks; trailers of other framings are dropped.</summary>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="trailers">May be empty.</param>
    /// <exception cref="LocalProtocolException">There is no head, the message has ended, content is missing, or a trailer must not be one.</exception>
    public void WriteEnd(IBufferWriter<byte> output, ReadOnlySpan<HeaderField> trailers)
    {
        ArgumentNullException.ThrowIfNull(output);
        Demand(Role, ConnectionEvent.EndOfMessage);
        if (OutgoingFraming == BodyFraming.Chunked)
        {
            ChunkedWriter.WriteEnd(output, trailers);
        }
        else if (_outgoingLeft > 0)
        {
            throw BodyRules.Mismatch(_outgoingTotal, _outgoingTotal - _outgoingLeft);
        }

        _state.Apply(Role, ConnectionEvent.EndOfMessage);
    }

    /// <summary>Throws what the last content and the end would throw together; writes nothing and changes no state.</summary>
    /// <param name="lastLength">The bytes that are to be written before the end.</param>
    /// <exception cref="LocalProtocolException">They do not make up what Content-Length declares.</exception>
    public void CheckEnd(long lastLength)
    {
        if (OutgoingFraming == BodyFraming.ContentLength && lastLength != _outgoingLeft)
        {
            throw BodyRules.Mismatch(_outgoingTotal, _outgoingTotal - _outgoingLeft + lastLength);
        }
    }

    private static LocalProtocolException InvalidStatus(int statusCode, string allowed) => new(
        "ERR_HTTP_INVALID_STATUS_CODE", $"Invalid status code: {statusCode}; allowed are {allowed} (RFC 9110 section 15).");

    private void BeginContent(BodyFraming framing, long length, bool isAllowed)
    {
        OutgoingFraming = framing;
        BodyAllowed = isAllowed;
        _outgoingLeft = _outgoingTotal = length;
    }

    private void WriteSized(IBufferWriter<byte> output, ReadOnlySpan<byte> data)
    {
        if (data.Length > _outgoingLeft)
        {
            throw BodyRules.Mismatch(_outgoingTotal, _outgoingTotal - _outgoingLeft + data.Length);
        }

        LargeData.Write(output, data, default);
        _outgoingLeft -= data.Length;
    }

    /// <summary>Refuses what the tables do not allow, under the name Node gives to that mistake.</summary>
    private void Demand(Role role, ConnectionEvent what)
    {
        if (Role == role && _state.Allows(role, what))
        {
            return;
        }

        var illegal = _state.Illegal(Role, what.ToString());
        var isPastHead = OurState is SideState.SendBody or SideState.Done or SideState.MustClose;
        var code = !isPastHead || Role != role ? illegal.Code
            : what is ConnectionEvent.Response or ConnectionEvent.Informational or ConnectionEvent.Request ? "ERR_HTTP_HEADERS_SENT"
            : "ERR_STREAM_WRITE_AFTER_END";
        throw code == illegal.Code ? illegal : new LocalProtocolException(code, illegal.Message);
    }
}
