using System.Globalization;
using System.Text;

namespace HttpActors.Protocol;

/// <summary>The status lines of <see cref="StatusCodes.All"/>, encoded at first use.</summary>
internal static class StatusLines
{
    private const int Size = 512;

    private static readonly byte[]?[] Lines = new byte[]?[Size];

    /// <summary>The whole line with its CRLF, or null for a code without a phrase.</summary>
    public static byte[]? Get(int statusCode) =>
        (uint)statusCode < Size ? Lines[statusCode] ?? Encode(statusCode) : null;

    // Two threads may both encode a line; it is the same one.
    private static byte[]? Encode(int statusCode) => StatusCodes.All.TryGetValue(statusCode, out var phrase)
        ? Lines[statusCode] = Encoding.Latin1.GetBytes(string.Concat("HTTP/1.1 ", statusCode.ToString(CultureInfo.InvariantCulture), " ", phrase + "\r\n"))
        : null;
}
