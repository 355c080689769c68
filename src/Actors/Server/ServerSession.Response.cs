using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>The response half: what the exchange under way sends.</summary>
internal sealed partial class ServerSession
{
    private static readonly ProtocolError HandlerFailed = new(500, "ERR_HTTP_HANDLER_FAILED", "The request handler failed.");

    private bool _responseStarted;

    /// <summary>Whether the final response's head has been staged.</summary>
    public bool ResponseStarted => _responseStarted;

    public void SendInformational(int statusCode, ReadOnlySpan<HeaderField> fields)
    {
        EnsureResponding("an informational response");
        _awaits100 &= statusCode != 100;
        _wire.WriteInformational(_effects.Output, statusCode, fields);
    }

    /// <summary>
    /// The response comes whole and nobody wants the rest of the request. Where more is announced than is thrown away the
    /// connection will end, and the peer must hear so: it could send its next request into a connection that is closing.
    /// </summary>
    public void GiveUpContent()
    {
        if (!_responseStarted && !_requestComplete && _wire.IncomingContentLeft > _settings.MaxDiscardedBytes)
        {
            _wire.CloseAfterThis();
        }
    }

    public void SendHead(in ResponseHeadSpec head)
    {
        EnsureResponding("a response head");
        if (_awaits100)
        {
            // Whether the body still comes nobody can know (RFC 9110 section 10.1.1).
            _wire.CloseAfterThis();
        }

        _wire.WriteResponseHead(_effects.Output, in head);
        _responseStarted = true;
    }

    public void SendData(ReadOnlySpan<byte> data)
    {
        EnsureResponding("response data");

        // Staging moves no deadline: only what the peer takes does, or one that never reads could be written to for ever.
        _wire.WriteData(_effects.Output, data);
    }

    /// <summary>Throws when so many last octets would not end the response as declared; nothing of them is staged then.</summary>
    public void CheckEnd(int lastLength)
    {
        EnsureResponding("the end of a response");
        _wire.CheckEnd(lastLength);
    }

    /// <summary>Octets that are still to come by the declared length; null where none is declared.</summary>
    public long? ContentLeft => _wire.ContentLeft;

    /// <summary>False where octets of the body are dropped: the answer to HEAD, 204, 304.</summary>
    public bool SendsBody => _wire.BodyAllowed;

    /// <summary>The response is over before it is complete: the connection ends behind what was staged.</summary>
    public void EndShort()
    {
        _effects.FailExchange(CloseReason.LastResponse, "ended short of the declared length");
        Close(CloseReason.LastResponse);
    }

    /// <summary>Stages the last octets of the response; <see cref="OnResponseEnded"/> follows.</summary>
    public void SendEnd(ReadOnlySpan<HeaderField> trailers)
    {
        EnsureResponding("the end of a response");
        _wire.WriteEnd(_effects.Output, trailers);
        _responseComplete = true;
    }

    /// <summary>The response is over: on to the next cycle, to draining or to closing.</summary>
    public void OnResponseEnded()
    {
        if (State != SessionState.Dispatching)
        {
            Settle();
        }
    }

    /// <summary>
    /// The handler failed: 500 where nothing was sent, else the connection breaks so that the peer cannot take what it
    /// has for the whole.
    /// </summary>
    public void OnHandlerFailed()
    {
        if (!ExchangeUnderWay)
        {
            return;
        }

        if (_responseComplete)
        {
            // The peer has its answer; only the connection's future is in doubt.
            _wire.CloseAfterThis();
            return;
        }

        if (_responseStarted)
        {
            Fail(CloseReason.HandlerFailed, "aborted");
            return;
        }

        AnswerForHandler(HandlerFailed);
    }

    /// <summary>The handler says that the request is at fault. False: it has sent a response, or there is nobody to answer.</summary>
    public bool TryRefuse(ProtocolError error)
    {
        if (!ExchangeUnderWay || _responseStarted || _responseComplete)
        {
            return false;
        }

        AnswerForHandler(error);
        return true;
    }

    private void AnswerForHandler(ProtocolError error)
    {
        _effects.FailExchange(CloseReason.HandlerFailed, "aborted", error.StatusCode);
        WriteRefusal(error);
        Close(CloseReason.HandlerFailed);
    }

    private void EnsureResponding(string what)
    {
        if (!ExchangeUnderWay || _responseComplete)
        {
            throw new InvalidOperationException($"Session state {State} does not allow {what}.");
        }
    }
}
