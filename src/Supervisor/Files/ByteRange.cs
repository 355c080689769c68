namespace HttpActors.Supervisor.Files;

/// <summary>What a Range field asks of a file of known length (RFC 9110 section 14).</summary>
internal enum RangeKind
{
    /// <summary>No range, or one we may ignore: the whole file with 200.</summary>
    Whole,

    /// <summary>One part: 206.</summary>
    Partial,

    /// <summary>A valid range that lies past the end: 416.</summary>
    Unsatisfiable,
}

/// <param name="Kind">How to answer.</param>
/// <param name="Start">The first byte.</param>
/// <param name="Length">How many bytes.</param>
internal readonly record struct ByteRange(RangeKind Kind, long Start, long Length)
{
    private const string Unit = "bytes=";

    /// <summary>
    /// Reads the field. What is malformed, in another unit or more than one range is ignored, which RFC 9110 14.2 leaves to
    /// the server: several ranges in one answer cost more than they save and have been used to exhaust servers.
    /// </summary>
    internal static ByteRange Parse(string? field, long length)
    {
        var whole = new ByteRange(RangeKind.Whole, 0, length);

        // No byte range can be expressed for an empty file; clients that always ask for a first part still want their 200.
        if (field is null || length == 0 || !field.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
            return whole;

        var spec = field.AsSpan(Unit.Length).Trim(" \t");
        var dash = spec.IndexOf('-');
        if (dash < 0)
            return whole;

        var first = spec[..dash];
        var last = spec[(dash + 1)..];
        if (first.IsEmpty)
            return TryNumber(last, out var suffix) ? Suffix(suffix, length) : whole;
        if (!TryNumber(first, out var start))
            return whole;

        var end = long.MaxValue;
        if (!last.IsEmpty && (!TryNumber(last, out end) || end < start))
            return whole;
        return start >= length
            ? new ByteRange(RangeKind.Unsatisfiable, 0, 0)
            : new ByteRange(RangeKind.Partial, start, Math.Min(end, length - 1) - start + 1);
    }

    private static ByteRange Suffix(long count, long length) => count == 0
        ? new ByteRange(RangeKind.Unsatisfiable, 0, 0)
        : new ByteRange(RangeKind.Partial, Math.Max(0, length - count), Math.Min(count, length));

    /// <summary>Digits only. A number too large for any file is as good as the largest one.</summary>
    private static bool TryNumber(ReadOnlySpan<char> digits, out long value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
                return false;
            value = value > (long.MaxValue - 9) / 10 ? long.MaxValue : (value * 10) + (digit - '0');
        }

        return !digits.IsEmpty;
    }
}
