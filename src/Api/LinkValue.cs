using System.Text.RegularExpressions;

namespace HttpActors;

/// <summary>The value of a Link field that announces what will be needed (RFC 8288 section 3), as Node checks it.</summary>
internal static partial class LinkValue
{
    public static string Check(string link) => link is not null && Pattern().IsMatch(link)
        ? link
        : throw new HttpArgumentException(
            "ERR_INVALID_ARG_VALUE",
            $"A link must look like </styles.css>; rel=preload; as=style; it is \"{link}\".",
            nameof(link));

    [GeneratedRegex("""^<[^>]*>(?:\s*;\s*[^;"\s]+(?:=(")?[^;"\s]*\1)?)*$""", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Pattern();
}
