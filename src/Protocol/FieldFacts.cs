namespace HttpActors.Protocol;

/// <summary>What the fields of a head say about framing and the connection, gathered in the one pass over them.</summary>
internal struct FieldFacts
{
    public long ContentLength;
    public FieldFlags Flags;
    public int Count;

    public readonly bool Has(FieldFlags flag) => (Flags & flag) != 0;

    /// <summary>Records a field that occurs, and that it occurred before.</summary>
    public void Saw(FieldFlags seen, FieldFlags repeated) => Flags |= Has(seen) ? repeated | seen : seen;
}

[Flags]
internal enum FieldFlags
{
    None = 0,
    ConnectionClose = 1 << 0,
    ConnectionKeepAlive = 1 << 1,
    ConnectionUpgrade = 1 << 2,
    Upgrade = 1 << 3,
    ExpectContinue = 1 << 4,
    ExpectOther = 1 << 5,
    Host = 1 << 6,
    HostRepeated = 1 << 7,
    HostInvalid = 1 << 8,
    Length = 1 << 9,
    LengthRepeated = 1 << 10,
    LengthInvalid = 1 << 11,
    Coding = 1 << 12,
    CodingRepeated = 1 << 13,
    CodingNotChunked = 1 << 14,
    CodingUnknown = 1 << 15,
}
