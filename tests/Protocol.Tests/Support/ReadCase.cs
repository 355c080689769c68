namespace HttpActors.Protocol.Tests;

/// <summary>What a reader is given: bytes, whether the peer then closes, and the requests a client has sent.</summary>
internal sealed record ReadCase(byte[] Input)
{
    public ReadCase(string latin1)
        : this(Wire.Bytes(latin1))
    {
    }

    public Role Role { get; init; } = Role.Server;

    public Http1Limits Limits { get; init; } = Http1Limits.Default;

    public bool Ends { get; init; }

    /// <summary>On a client: the method of each request, sent when the cycle begins; <c>UPGRADE</c> asks for one.</summary>
    public string[] Methods { get; init; } = ["GET"];

    /// <summary>On a server: how many requests are answered, so that the next can be read.</summary>
    public int Answers { get; init; } = int.MaxValue;
}
