namespace HttpActors.Actors.Connections;

/// <summary>What the receiver of a body wants now.</summary>
internal enum BodyDemand : byte
{
    /// <summary>Nothing yet: nobody claimed it, or it is paused. The socket is not read.</summary>
    None,

    /// <summary>Octets are handed over as they come.</summary>
    Flow,

    /// <summary>Nobody will ever read it: octets are thrown away, up to a cap.</summary>
    Discard,
}
