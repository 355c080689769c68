using HttpActors.Protocol;

namespace HttpActors.Actors.Client;

/// <summary>The request half: what the exchange under way sends.</summary>
internal sealed partial class ClientSession
{
    /// <summary>The request under way has changed its mind; nothing of its response has come.</summary>
    public void Use(RequestSettings request)
    {
        _request = request;
        _wire.UseLimits(request.Limits ?? _settings.Limits);
    }

    public void SendHead(in RequestHeadSpec head)
    {
        _wire.WriteRequestHead(_effects.Output, in head);
        HeadSent = true;
        SetDeadline(ClientDeadline.Headers);
    }

    public void SendData(ReadOnlySpan<byte> data)
    {
        _wire.WriteData(_effects.Output, data);
        OnRequestProgress();
    }

    /// <summary>Throws when so many last octets would not end the request as declared; nothing of them is staged then.</summary>
    public void CheckEnd(int lastLength) => _wire.CheckEnd(lastLength);

    /// <summary>Stages the last octets of the request; <see cref="OnRequestEnded"/> follows.</summary>
    public void SendEnd(ReadOnlySpan<HeaderField> trailers)
    {
        _wire.WriteEnd(_effects.Output, trailers);
        _requestComplete = true;
    }

    /// <summary>The request is over: a response that was faster has waited for this.</summary>
    public void OnRequestEnded()
    {
        if (_responseComplete)
        {
            Settle(octetsLeft: false);
        }
        else
        {
            OnRequestProgress();
        }
    }

    private void OnRequestProgress()
    {
        if (State == ClientState.AwaitingHead)
        {
            SetDeadline(ClientDeadline.Headers);
        }
    }
}
