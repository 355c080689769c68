namespace HttpActors.Protocol;

/// <summary>Keep-Alive = #( "timeout=" seconds / "max=" requests ): a hint, so what cannot be read is as good as not there.</summary>
internal static class KeepAliveHint
{
    /// <summary>The number behind a parameter's name, or -1.</summary>
    public static int Parse(FieldSection fields, ReadOnlySpan<byte> parameter)
    {
        foreach (var line in fields)
        {
            if (Grammar.EqualsIgnoreCase(line.Name, "Keep-Alive"u8) && Find(line.Value, parameter) is >= 0 and var value)
            {
                return value;
            }
        }

        return -1;
    }

    private static int Find(ReadOnlySpan<byte> list, ReadOnlySpan<byte> parameter)
    {
        foreach (var range in list.Split((byte)','))
        {
            var item = Grammar.TrimOws(list[range]);
            var equals = item.IndexOf((byte)'=');
            if (equals > 0
                && Grammar.EqualsIgnoreCase(Grammar.TrimOws(item[..equals]), parameter)
                && Numbers.TryParseDecimal(Grammar.TrimOws(item[(equals + 1)..]), out var value))
            {
                return (int)Math.Min(value, int.MaxValue);
            }
        }

        return -1;
    }
}
