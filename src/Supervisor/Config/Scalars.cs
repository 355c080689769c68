using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace HttpActors.Supervisor.Config;

/// <summary>From the characters of a single value to the value, and what should have been written.</summary>
internal static class Scalars
{
    internal static bool TryParse(Field field, string text, [NotNullWhen(true)] out object? value)
    {
        value = field.Kind switch
        {
            FieldKind.Text => text,
            FieldKind.Choice => field.Choices.Contains(text) ? text : null,
            FieldKind.Flag => text switch { "true" => true, "false" => false, _ => (object?)null },
            FieldKind.Whole => TryNumber(field, text, NumberStyles.None),
            FieldKind.Number => TryNumber(field, text, NumberStyles.Float),
            FieldKind.Address => ListenAddress.TryParse(text, out var address, out _) ? address : null,
            FieldKind.Duration => Durations.TryParse(text, out var time) && IsWithin(field, time.TotalSeconds) ? time : null,
            _ => null,
        };
        return value is not null;
    }

    internal static string Expectation(Field field, string found)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"from {field.Min} to {field.Max}");
        switch (field.Kind)
        {
            case FieldKind.Text:
                return $"must be a text, not {found}";
            case FieldKind.Flag:
                return $"must be true or false, not {found}";
            case FieldKind.Whole:
                return $"must be a whole number {range}, not {found}";
            case FieldKind.Number:
                return $"must be a number {range}, not {found}";
            case FieldKind.Duration:
                var limits = $"from {Durations.Format(TimeSpan.FromSeconds(field.Min))} to {Durations.Format(TimeSpan.FromSeconds(field.Max))}";
                return $"must be a time with its unit {limits}, such as \"500ms\", \"10s\" or \"2m\", not {found}";
            case FieldKind.Address:
                return ListenAddress.TryParse(found.Trim('\''), out _, out var problem)
                    ? $"must be a text such as \"127.0.0.1:8080\", not {found}"
                    : problem;
            default:
                var meant = NearestWord.Find(found.Trim('\''), field.Choices);
                return $"must be one of {string.Join(", ", field.Choices)}, not {found}{(meant is null ? "" : $"; did you mean '{meant}'?")}";
        }
    }

    private static object? TryNumber(Field field, string text, NumberStyles style) =>
        double.TryParse(text, style, CultureInfo.InvariantCulture, out var number) && IsWithin(field, number) ? number : null;

    private static bool IsWithin(Field field, double number) => number >= field.Min && number <= field.Max;
}
