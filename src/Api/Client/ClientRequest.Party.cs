using System.Net;
using HttpActors.Actors.Client;
using HttpActors.Protocol;

namespace HttpActors;

/// <content>What the connection asks and tells.</content>
public sealed partial class ClientRequest : IRequestParty
{
    string IRequestParty.Target => _path;

    string? IRequestParty.HostField => HostField;

    ReadOnlySpan<HeaderField> IRequestParty.Fields => HeaderFields;

    OmittedFields IRequestParty.Omit => _options.SetDefaultHeaders && _options.RawHeaders is null
        ? OmittedHeaders
        : OmittedHeaders | OmittedFields.Host | OmittedFields.Connection;

    ReadOnlySpan<HeaderField> IRequestParty.Trailers => TrailerFields;

    bool IRequestParty.FollowsFinish => HasEndListeners;

    bool IRequestParty.IsUnheard => _response is not null && _responseSource is null && _follow is not { Response.IsHeard: true };

    void IRequestParty.OnSocket(ClientConnection connection)
    {
        if (HasSocketListeners)
        {
            RaiseSocketAssigned(NetSocket.Of(connection));
        }
    }

    void IRequestParty.OnInformation(ResponseHead head)
    {
        // Also for those who do not listen yet.
        Follow.RaiseInformation(new HttpInformation(
            head.StatusCode,
            head.ReasonPhrase,
            head.IsHttp10 ? HttpVersion.Version10 : HttpVersion.Version11,
            new HttpHeaders(head.Fields.ToArray())));
    }

    void IRequestParty.OnResponse(ResponseHead head)
    {
        var response = new IncomingMessage(_exchange, head, _options.Decompress);
        Interlocked.Exchange(ref _response, response);
        _follow?.TellKept();
        _follow?.Continued?.TrySetResult(false);
        _follow?.Response.Raise(response);

        TellWhoeverAwaits(response);
    }

    private void TellWhoeverAwaits(IncomingMessage response)
    {
        if (_responseSource is { } source)
        {
            source.Response = response;
            _exchange.CallAfterTurn(source);
        }
    }

    bool IRequestParty.OnSwitched(ResponseHead head, ReadOnlyMemory<byte> first)
    {
        var response = new IncomingMessage(_exchange, head);
        if (_follow is not { } follow || !follow.HearsSwitch(head.StatusCode == 101))
        {
            return false;
        }

        Interlocked.Exchange(ref _response, response);
        follow.TellKept();
        follow.RaiseSwitch(head.StatusCode == 101, response, NetSocket.Of(_exchange.Carrier!), first);
        TellWhoeverAwaits(response);
        return true;
    }

    void IRequestParty.OnResponseComplete(FieldSection trailers) => _response?.OnComplete(trailers);

    void IRequestParty.OnDrained() => RaiseDrained();

    void IRequestParty.OnWritingOver(Exception error) => FaultDrain(error);

    void IRequestParty.OnFinished() => RaiseFinished();

    bool IRequestParty.OnTimedOut() => RaiseTimedOut() | (_response?.RaiseTimedOut() ?? false);

    void IRequestParty.OnClosed(Exception? error)
    {
        if (error is not null)
        {
            NoteError(error);
        }

        Interlocked.Exchange(ref _isTold, true);
        SettleContinue();
        if (error is null)
        {
            CloseBoth(null);
        }
        else if (_response is null)
        {
            Fail(error);
        }
        else
        {
            // Node's order for a response that was cut off: the request is closed first, then the response fails.
            RaiseClosed(error);
            _response.OnClosed(error);
        }
    }

    private void CloseBoth(Exception? error)
    {
        try
        {
            _response?.OnClosed(error);
        }
        finally
        {
            RaiseClosed(error);
        }
    }

    private void Fail(Exception error)
    {
        var isHeard = HasErrorListeners || HasCompletion || _responseSource is not null || _follow is { Continued: not null };
        _responseSource?.FailLater(error, _exchange);
        RaiseClosed(error);
        if (!isHeard)
        {
            Http.ReportUnobserved(error);
        }
    }
}
