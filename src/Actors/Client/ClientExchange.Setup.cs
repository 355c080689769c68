namespace HttpActors.Actors.Client;

/// <summary>What a request changes on its connection and on the reading of its response.</summary>
internal sealed partial class ClientExchange
{
    private Action<ClientConnection>? _setup;
    private bool _limitsChanged;

    /// <summary>Header lines of the response; 0: no limit.</summary>
    public int MaxHeadersCount => (Settings.Limits ?? Agent.Settings.Limits).MaxHeadersCount;

    /// <summary>Before the head is sent.</summary>
    public void SetMaxHeadersCount(int count)
    {
        Settings = Settings with { Limits = (Settings.Limits ?? Agent.Settings.Limits) with { MaxHeadersCount = count } };
        Volatile.Write(ref _limitsChanged, true);
    }

    /// <summary>Runs <paramref name="change"/> in the turn of the connection once it is there, and on each that follows when the request is repeated.</summary>
    public void SetUp(Action<ClientConnection> change)
    {
        lock (Gate)
        {
            _setup += change;
            if (!_begun)
            {
                return;
            }
        }

        _carrier?.Post(new SetUpWork(this, change));
    }

    private void ApplyLimits(ClientConnection connection)
    {
        if (_limitsChanged)
        {
            connection.Session.Use(Settings);
        }
    }

    private sealed class SetUpWork(ClientExchange exchange, Action<ClientConnection> change) : ExchangeWork<ClientExchange>(exchange)
    {
        public override void Run()
        {
            if (Exchange._carrier is { InTurn: true } connection && !Exchange.IsOver && !Exchange._wireOver)
            {
                change(connection);
            }
        }
    }
}
