using HttpActors.Actors.Turns;

namespace HttpActors.Actors.Connections;

/// <summary>Work that belongs to one exchange: what it throws costs that one.</summary>
internal abstract class ExchangeWork : TurnWork
{
    public abstract MessageExchange Owner { get; }
}

/// <inheritdoc cref="ExchangeWork"/>
internal abstract class ExchangeWork<TExchange>(TExchange exchange) : ExchangeWork
    where TExchange : MessageExchange
{
    public sealed override MessageExchange Owner => exchange;

    protected TExchange Exchange => exchange;
}
