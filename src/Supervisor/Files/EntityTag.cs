namespace HttpActors.Supervisor.Files;

/// <summary>Entity tags of files and the comparison rules of RFC 9110 section 8.8.3.</summary>
internal static class EntityTag
{
    /// <summary>
    /// A strong validator: two states of a file with the same length and the same modification time are taken to be the same
    /// bytes. File systems stamp to a few milliseconds at worst; to hash the bytes would mean reading every file twice.
    /// </summary>
    internal static string For(long length, DateTimeOffset lastModified) => $"\"{length:x}-{lastModified.UtcTicks:x}\"";

    /// <summary>Whether a list such as <c>"a", W/"b"</c> or <c>*</c> names this tag.</summary>
    /// <param name="list">The field's value.</param>
    /// <param name="tag">Our tag, with its quotes.</param>
    /// <param name="weakly">Weak comparison ignores <c>W/</c>; strong comparison never matches a weak tag.</param>
    internal static bool Matches(string list, string tag, bool weakly)
    {
        var rest = list.AsSpan().Trim(" \t,");
        if (rest is "*")
            return true;
        while (!rest.IsEmpty)
        {
            var isWeak = rest.StartsWith("W/", StringComparison.Ordinal);
            if (isWeak)
                rest = rest[2..];
            var close = rest.StartsWith("\"", StringComparison.Ordinal) ? rest[1..].IndexOf('"') : -1;
            if (close < 0)
                return false;
            if ((weakly || !isWeak) && rest[..(close + 2)].SequenceEqual(tag))
                return true;
            rest = rest[(close + 2)..].TrimStart(" \t,");
        }

        return false;
    }
}
