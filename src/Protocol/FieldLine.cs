namespace HttpActors.Protocol;

/// <summary>One field line as bytes of the owned block.</summary>
public readonly ref struct FieldLine
{
    internal FieldLine(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Name = name;
        Value = value;
    }

    /// <summary>The field name in its wire case; a token.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The field value without surrounding whitespace; may be empty.</summary>
    public ReadOnlySpan<byte> Value { get; }
}
