namespace HttpActors.Protocol;

/// <summary>What can happen on either side; the columns of the table in <see cref="ConnectionState"/>.</summary>
public enum ConnectionEvent : byte
{
    /// <summary>A request head.</summary>
    Request,

    /// <summary>A 1xx response head but 101.</summary>
    Informational,

    /// <summary>A final response head.</summary>
    Response,

    /// <summary>Content.</summary>
    Data,

    /// <summary>The end of the content and trailers.</summary>
    EndOfMessage,

    /// <summary>The side has closed its half of the connection.</summary>
    ConnectionClosed,

    /// <summary>101, accepting a pending Upgrade (RFC 9110 section 7.8).</summary>
    SwitchUpgrade,

    /// <summary>2xx to CONNECT (RFC 9110 section 9.3.6).</summary>
    SwitchConnect,
}
