using System.Text;

namespace HttpActors.Body;

/// <summary>The charset parameter of a Content-Type (RFC 9110 section 8.3.2).</summary>
internal static class Charset
{
    /// <summary>UTF-8 where none is named or the name is not known.</summary>
    public static Encoding Of(string? contentType)
    {
        foreach (var parameter in (contentType ?? "").Split(';'))
        {
            var pair = parameter.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length == 2 && pair[0].Equals("charset", StringComparison.OrdinalIgnoreCase))
            {
                return ByName(pair[1].Trim('"'));
            }
        }

        return Encoding.UTF8;
    }

    private static Encoding ByName(string name)
    {
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }
}
