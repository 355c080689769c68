using System.Text;

namespace HttpActors.Protocol;

/// <summary>The status lines of <see cref="StatusCodes.All"/>, encoded once.</summary>
internal static class StatusLines
{
    private const int Size = 512;

    private static readonly byte[]?[] Lines = Encode();

    /// <summary>The whole line with its CRLF, or null for a code without a phrase.</summary>
    public static byte[]? Get(int statusCode) => (uint)statusCode < Size ? Lines[statusCode] : null;

    private static byte[]?[] Encode()
    {
        var lines = new byte[]?[Size];
        foreach (var (code, phrase) in StatusCodes.All)
        {
            lines[code] = Encoding.Latin1.GetBytes($"HTTP/1.1 {code} {phrase}\r\n");
        }

        return lines;
    }
}
