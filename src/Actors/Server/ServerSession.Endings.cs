using System.Buffers;
using System.Text;
using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>How a connection ends: by the peer, by refusal, by failure, in a draining server.</summary>
internal sealed partial class ServerSession
{
    /// <summary>The peer will send nothing more.</summary>
    /// <param name="failed">False: an orderly end, and the peer may still read. True: the connection is broken.</param>
    public void OnInputEnded(bool failed)
    {
        switch (State)
        {
            case SessionState.Closed:
                return;
            case SessionState.Closing when !failed && Deadline != DeadlineKind.Linger:
                // A half-close: the last answer still goes out.
                return;
            case SessionState.Closing:
                _effects.Abort(CloseReason.LastResponse);
                return;
            case SessionState.Responding when !failed:
                // A half-close: the request was complete, so the answer still goes out (RFC 9112 section 9.6).
                _wire.CloseAfterThis();
                return;
            case SessionState.Draining when !failed:
                // The request will never be complete, but its answer is, and may still be on its way.
                _effects.FailExchange(CloseReason.PeerAborted, "aborted");
                Close(CloseReason.LastResponse);
                return;
            case SessionState.AwaitingHead:
                EndBetweenExchanges(failed);
                return;
            case SessionState.ReadingBody when !failed && !_responseStarted && _wire.ReadEnd() == ReadEvent.Error:
                // The peer may still read why its request was in vain (RFC 9112 section 8).
                _effects.FailExchange(CloseReason.PeerAborted, "aborted");
                Refuse(_wire.Error!, CloseReason.PeerAborted);
                return;
            default:
                Fail(failed ? CloseReason.TransportFailed : CloseReason.PeerAborted, "aborted");
                return;
        }
    }

    /// <summary>No request after the present one; an idle connection gets a short grace for one more.</summary>
    public void OnDrain()
    {
        _draining = true;
        if (ExchangeUnderWay)
        {
            _wire.CloseAfterThis();
        }
        else if (State == SessionState.AwaitingHead && !_headStarted)
        {
            AwaitNext();
        }
    }

    /// <summary>Closes the connection if it is between two exchanges.</summary>
    public void OnCloseIdle()
    {
        if (State == SessionState.AwaitingHead && !_headStarted && !_effects.HasUnsent)
        {
            Close(CloseReason.ServerClosing);
        }
    }

    /// <summary>Called when the connection is over, whoever ended it.</summary>
    public void OnClosed() => Move(SessionState.Closed);

    private void EndBetweenExchanges(bool failed)
    {
        if (!failed && _headStarted && _wire.ReadEnd() == ReadEvent.Error)
        {
            OnProtocolError(_wire.Error!);
            return;
        }

        if (failed)
        {
            _effects.Abort(CloseReason.TransportFailed);
            return;
        }

        Close(CloseReason.PeerClosed);
    }

    /// <summary>
    /// While closing, octets are thrown away until the peer's end or the deadline, however many: a reset before that
    /// could wipe the last answer out of the peer's buffer.
    /// </summary>
    private InputProgress Discard(ref ReadOnlySequence<byte> input)
    {
        if (!input.IsEmpty)
        {
            LingerOn();
        }

        input = input.Slice(input.End);
        return InputProgress.NeedInput;
    }

    /// <summary>Told to whoever listens for the errors of clients; otherwise answered, where an answer is still possible.</summary>
    private void OnProtocolError(
        ProtocolError error,
        ReadOnlySequence<byte> packet = default,
        int parsed = 0,
        CloseReason reason = CloseReason.ProtocolError)
    {
        if (ExchangeUnderWay)
        {
            _effects.FailExchange(reason, error.Message, _responseStarted ? 0 : error.StatusCode);
        }

        var mayAnswer = !_responseStarted;
        var told = State is not (SessionState.Closing or SessionState.Closed)
            && _effects.TakesError(error, packet, parsed, mayAnswer);
        if (told && mayAnswer)
        {
            HandOver();
        }
        else if ((_responseStarted && !_responseComplete) || !_settings.RespondToMalformedRequests)
        {
            // A graceful end would let the client take the part for the whole.
            _effects.Refuse(error);
            _effects.Abort(reason);
        }
        else
        {
            Refuse(error, reason);
        }
    }

    /// <summary>Octets that were in order; a chunk's faulty octet has been consumed, a head's has not.</summary>
    private int Parsed(long consumed) => _wire.ErrorOffset > 0 || consumed == 0
        ? (int)consumed + _wire.ErrorOffset
        : (int)consumed - 1;

    /// <summary>Whoever was told ends the connection; the inactivity time stands behind them.</summary>
    private void HandOver()
    {
        if (State is not (SessionState.Closing or SessionState.Closed))
        {
            Move(SessionState.Switched);
            SetDeadline(DeadlineKind.Inactivity);
        }
    }

    /// <summary>Answers for the server itself and ends the connection; without an answer where one has begun already.</summary>
    private void Refuse(ProtocolError error, CloseReason reason = CloseReason.ProtocolError)
    {
        if (State is SessionState.Closing or SessionState.Closed)
        {
            return;
        }

        _effects.Refuse(error);
        if (!_responseStarted)
        {
            WriteRefusal(error);
        }

        Close(reason);
    }

    private void WriteRefusal(ProtocolError error)
    {
        var body = Encoding.UTF8.GetBytes($"{error.StatusCode} {StatusCodes.ReasonPhrase(error.StatusCode)}: {error.Message}\n");
        _wire.WriteResponseHead(_effects.Output, new ResponseHeadSpec
        {
            StatusCode = error.StatusCode,
            Fields = [new HeaderField("Content-Type", "text/plain; charset=utf-8")],
            BodyLength = body.Length,
            Date = _effects.Date,
            Close = true,
        });
        _wire.WriteData(_effects.Output, body);
        _wire.WriteEnd(_effects.Output, []);
    }

    private void Fail(CloseReason reason, string detail)
    {
        _effects.FailExchange(reason, detail);
        _effects.Abort(reason);
    }

    private void Close(CloseReason reason)
    {
        if (State is SessionState.Closing or SessionState.Closed)
        {
            return;
        }

        Move(SessionState.Closing);
        SetDeadline(DeadlineKind.Inactivity);
        _effects.Close(reason);
    }
}
