using System.Diagnostics.CodeAnalysis;
using HttpActors.Protocol;

namespace HttpActors;

/// <summary>What may stand in a header field that we send.</summary>
internal static class HeaderValidation
{
    public static void Check(string name, [NotNull] string? value)
    {
        CheckName(name, "Header name");
        CheckValue(name, value);
    }

    public static void CheckName(string? name, string label)
    {
        if (name is null || !Grammar.IsToken(name))
        {
            throw new HttpArgumentException(
                "ERR_INVALID_HTTP_TOKEN", $"{label} must be a valid HTTP token [\"{name}\"]", nameof(name));
        }
    }

    public static void CheckValue(string name, [NotNull] string? value)
    {
        if (value is null)
        {
            throw new HttpArgumentException(
                "ERR_HTTP_INVALID_HEADER_VALUE", $"Invalid value \"null\" for header \"{name}\"", nameof(value));
        }

        if (!Grammar.IsFieldValue(value))
        {
            throw new HttpArgumentException(
                "ERR_INVALID_CHAR", $"Invalid character in header content [\"{name}\"]", nameof(value));
        }
    }
}
