using HttpActors.Protocol;

namespace HttpActors.Actors.Client;

/// <summary>
/// HTTP ends on the connection: 101, or 2xx to CONNECT. The answer may be quicker than whoever made the request, so a
/// connection that nobody listens for waits a moment, unread, before it is closed.
/// </summary>
internal sealed partial class ClientExchange
{
    private ResponseHead? _switched;
    private byte[] _first = [];

    /// <summary>False: nobody wants the new protocol yet. In turn.</summary>
    public bool OnSwitched(ResponseHead head, byte[] first)
    {
        HasResponse = true;
        Volatile.Write(ref _responseComplete, true);
        _abandoned = true;

        // Whoever adds a listener now sees the response, or is seen.
        Interlocked.MemoryBarrier();
        if (TellSwitched(head, first))
        {
            return true;
        }

        (_switched, _first) = (head, first);
        WatchUnheard();
        return false;
    }

    /// <summary>Somebody listens now. Any thread.</summary>
    public void OnSwitchListener()
    {
        if (HasResponse)
        {
            _turns!.Post(new SwitchWork(this));
        }
    }

    private bool TellSwitched(ResponseHead head, byte[] first)
    {
        var wanted = false;
        Guarded((exchange, on) => wanted = exchange.Party.OnSwitched(on, first), head);
        return wanted;
    }

    private void OfferSwitched()
    {
        if (_switched is { } head && !IsOver && TellSwitched(head, _first))
        {
            _switched = null;
            _carrier!.OnSwitchTaken(this);
        }
    }

    private void RefuseSwitched()
    {
        if (!IsOver)
        {
            _carrier!.RefuseSwitch(this);
        }
    }

    private sealed class SwitchWork(ClientExchange exchange) : ExchangeWork<ClientExchange>(exchange)
    {
        public override void Run() => Exchange.OfferSwitched();
    }
}
