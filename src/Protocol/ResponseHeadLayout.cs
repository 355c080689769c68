namespace HttpActors.Protocol;

/// <summary>Where the parts of a response head are, relative to its first byte.</summary>
internal struct ResponseHeadLayout
{
    public FieldFacts Facts;
    public BodyFraming Framing;
    public byte VersionMajor;
    public byte VersionMinor;
    public short StatusCode;
    public int ReasonStart;
    public int ReasonLength;
    public int FieldsStart;
    public int Length;
}
