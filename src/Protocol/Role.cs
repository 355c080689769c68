namespace HttpActors.Protocol;

/// <summary>Which end of the connection a message comes from, or we are (RFC 9110 section 3.3).</summary>
public enum Role : byte
{
    /// <summary>The end that sends requests.</summary>
    Client,

    /// <summary>The end that sends responses.</summary>
    Server,
}
