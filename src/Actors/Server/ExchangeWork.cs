using HttpActors.Actors.Turns;

namespace HttpActors.Actors.Server;

/// <summary>Work that belongs to one exchange: what it throws costs that one.</summary>
internal abstract class ExchangeWork(ServerExchange exchange) : TurnWork
{
    public ServerExchange Exchange => exchange;
}
