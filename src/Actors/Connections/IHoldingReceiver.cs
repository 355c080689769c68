namespace HttpActors.Actors.Connections;

/// <summary>A receiver that makes more of the octets than they are, such as a decoder, and so may hold some of them back.</summary>
internal interface IHoldingReceiver : IBodyReceiver
{
    /// <summary>Whether octets that it got wait to be passed on: it is given no others until then. In turn.</summary>
    bool Holds { get; }

    /// <summary>Passes on some of what it holds. In turn, while the body flows.</summary>
    void GoOn();
}
