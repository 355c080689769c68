using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace HttpActors.Supervisor.Config;

/// <summary>
/// <c>${NAME}</c> and <c>${NAME:-default}</c> in texts, <c>$${</c> for the characters themselves. A name that is not set
/// and has no default is a mistake: an empty port or path would be found much later.
/// </summary>
internal static class Substitution
{
    internal static bool TryExpand(
        string text, Func<string, string?> environment, out string expanded, [NotNullWhen(false)] out string? problem)
    {
        expanded = text;
        problem = null;
        if (!text.Contains("${", StringComparison.Ordinal))
            return true;
        var result = new StringBuilder();
        var position = 0;
        while (text.IndexOf("${", position, StringComparison.Ordinal) is >= 0 and var start)
        {
            if (start > position && text[start - 1] == '$')
            {
                result.Append(text, position, start - 1 - position).Append("${");
                position = start + 2;
                continue;
            }

            result.Append(text, position, start - position);
            if (text.IndexOf('}', start) is not (>= 0 and var end))
            {
                problem = "'${' without '}'; write ${NAME}, ${NAME:-default}, or $${ for the characters themselves";
                return false;
            }

            if (!TryResolve(text[(start + 2)..end], environment, result, out problem))
                return false;
            position = end + 1;
        }

        expanded = result.Append(text, position, text.Length - position).ToString();
        return true;
    }

    private static bool TryResolve(
        string reference, Func<string, string?> environment, StringBuilder result, [NotNullWhen(false)] out string? problem)
    {
        var (name, fallback) = reference.Split(":-", 2) is [var first, var second] ? (first, second) : (reference, null);
        problem = null;
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            problem = $"'${{{reference}}}' does not name an environment variable; write ${{NAME}} or ${{NAME:-default}}";
            return false;
        }

        // As in a shell, ':-' also stands in for a variable that is set to nothing.
        var value = environment(name);
        value = fallback is not null && string.IsNullOrEmpty(value) ? fallback : value;
        if (value is null)
        {
            problem = $"the environment variable {name} is not set; set it, or write ${{{name}:-default}}";
            return false;
        }

        result.Append(value);
        return true;
    }
}
