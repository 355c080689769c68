namespace HttpActors.Protocol;

/// <summary>Where the parts of a request head are, relative to its first byte. Filled by <see cref="RequestHeadParser"/>.</summary>
public struct RequestHeadLayout
{
    internal FieldFacts Facts;
    internal KnownMethod Known;
    internal TargetForm Form;
    internal BodyFraming Framing;

    /// <summary>Bytes of the whole head, with the empty line.</summary>
    public int Length { get; internal set; }

    /// <summary>Bytes of the method, which is where the head begins.</summary>
    public int MethodLength { get; internal set; }

    /// <summary>Where the target begins.</summary>
    public readonly int TargetStart => MethodLength + 1;

    /// <summary>Bytes of the target.</summary>
    public int TargetLength { get; internal set; }

    /// <summary>Where the first field line begins.</summary>
    public readonly int FieldsStart => TargetStart + TargetLength + " HTTP/1.1\r\n".Length;

    /// <summary>How many field lines there are.</summary>
    public readonly int FieldCount => Facts.Count;

    /// <summary>The minor version, 0 to 9; the major one is 1.</summary>
    public byte VersionMinor { get; internal set; }
}

/// <summary>The methods whose meaning frames a message.</summary>
internal enum KnownMethod : byte
{
    Other,
    Get,
    Head,
    Post,
    Put,
    Options,
    Connect,
}
