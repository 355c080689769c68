namespace HttpActors.Actors.Connections;

/// <summary>How far a session got with the octets it was given.</summary>
internal enum InputProgress : byte
{
    /// <summary>All of it was looked at; more octets are needed.</summary>
    NeedInput,

    /// <summary>The rest waits: for the response, for the body's reader, or for the peer to take octets.</summary>
    Blocked,

    /// <summary>The turn has done its share; the rest is for the next one.</summary>
    Yield,
}
