namespace HttpActors.Protocol;

/// <summary>
/// chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] ) (RFC 9112 section 7.1.1), octet by octet.
/// Nothing of it is kept, but a reader that takes more than the grammar ends the line elsewhere than the next one does.
/// </summary>
internal struct ChunkExtensions
{
    private Phase _phase;

    private enum Phase : byte
    {
        AfterSize,
        Blank,
        NameStart,
        Name,
        AfterName,
        ValueStart,
        Value,
        Quoted,
        Escaped,
        AfterQuoted,
    }

    /// <summary>Takes one octet, but for the CR that ends the line.</summary>
    /// <returns>False: no valid line has that octet there.</returns>
    public bool TryTake(byte b)
    {
        var next = Next(b);
        if (next is not { } phase)
        {
            return false;
        }

        _phase = phase;
        return true;
    }

    /// <summary>Whether the line may end now. A blank is fine only where something follows: before CRLF it is padding.</summary>
    public readonly bool MayEnd => _phase is Phase.AfterSize or Phase.Name or Phase.Value or Phase.AfterQuoted;

    /// <summary>Whether nothing but blanks has come since the size.</summary>
    public readonly bool HasNone => _phase is Phase.AfterSize or Phase.Blank;

    private readonly Phase? Next(byte b) => _phase switch
    {
        Phase.AfterSize or Phase.Blank or Phase.AfterQuoted => Separator(b),
        Phase.NameStart => IsBlank(b) ? Phase.NameStart : IsToken(b) ? Phase.Name : null,
        Phase.Name => IsToken(b) ? Phase.Name : b == '=' ? Phase.ValueStart : IsBlank(b) ? Phase.AfterName : Separator(b),
        Phase.AfterName => b == '=' ? Phase.ValueStart : IsBlank(b) ? Phase.AfterName : Separator(b),
        Phase.ValueStart => IsBlank(b) ? Phase.ValueStart : b == '"' ? Phase.Quoted : IsToken(b) ? Phase.Value : null,
        Phase.Value => IsToken(b) ? Phase.Value : Separator(b),
        Phase.Quoted => b == '"' ? Phase.AfterQuoted : b == '\\' ? Phase.Escaped : IsText(b) ? Phase.Quoted : null,
        _ => IsText(b) ? Phase.Quoted : null,
    };

    private static Phase? Separator(byte b) => b == ';' ? Phase.NameStart : IsBlank(b) ? Phase.Blank : null;

    private static bool IsBlank(byte b) => b is (byte)' ' or (byte)'\t';

    private static bool IsToken(byte b) => Grammar.TokenBytes.Contains(b);

    private static bool IsText(byte b) => Grammar.FieldValueBytes.Contains(b);
}
