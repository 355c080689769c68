using System.Text;

namespace HttpActors.Supervisor.Metrics;

/// <summary>
/// From OpenTelemetry's names to those of Prometheus, by the rules of OpenTelemetry's compatibility specification: what
/// is not allowed becomes an underscore, the unit follows the name, counters end with <c>_total</c>, annotations in
/// braces are left out, and a plain 1 of a gauge is a ratio.
/// </summary>
internal static class PrometheusNames
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["d"] = "days",
        ["h"] = "hours",
        ["min"] = "minutes",
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["ns"] = "nanoseconds",
        ["By"] = "bytes",
        ["KiBy"] = "kibibytes",
        ["MiBy"] = "mebibytes",
        ["GiBy"] = "gibibytes",
        ["KBy"] = "kilobytes",
        ["MBy"] = "megabytes",
        ["GBy"] = "gigabytes",
        ["m"] = "meters",
        ["V"] = "volts",
        ["A"] = "amperes",
        ["J"] = "joules",
        ["W"] = "watts",
        ["g"] = "grams",
        ["Cel"] = "celsius",
        ["Hz"] = "hertz",
        ["%"] = "percent",
    };

    private static readonly Dictionary<string, string> PerUnits = new(StringComparer.Ordinal)
    {
        ["s"] = "second",
        ["m"] = "minute",
        ["min"] = "minute",
        ["h"] = "hour",
        ["d"] = "day",
    };

    internal static string Metric(string name, string unit, MetricKind kind)
    {
        var result = Sanitize(name, isLabel: false);
        var suffix = UnitOf(unit);
        if (unit == "1" && kind is MetricKind.Gauge)
            suffix = "ratio";
        if (suffix.Length > 0 && !result.EndsWith($"_{suffix}", StringComparison.Ordinal))
            result = $"{result}_{suffix}";
        if (kind is MetricKind.Counter && !result.EndsWith("_total", StringComparison.Ordinal))
            result += "_total";
        return result;
    }

    internal static string Label(string name) => Sanitize(name, isLabel: true);

    private static string UnitOf(string unit)
    {
        var plain = WithoutAnnotations(unit);
        if (plain.IndexOf('/') is not (>= 0 and var slash))
            return plain is "1" ? "" : Word(plain);
        var per = plain[(slash + 1)..];
        var above = Word(plain[..slash]);
        var below = per.Length == 0 ? "" : $"per_{PerUnits.GetValueOrDefault(per, Sanitize(per, isLabel: true))}";
        return string.Join('_', ((string[])[above, below]).Where(part => part.Length > 0));
    }

    private static string Word(string unit) => unit.Length == 0 ? "" : Units.GetValueOrDefault(unit, Sanitize(unit, isLabel: true).Trim('_'));

    private static string WithoutAnnotations(string unit)
    {
        while (unit.IndexOf('{') is >= 0 and var open && unit.IndexOf('}', open) is >= 0 and var close)
            unit = unit.Remove(open, close - open + 1);
        return unit;
    }

    private static string Sanitize(string name, bool isLabel)
    {
        var result = new StringBuilder(name.Length + 1);
        if (name.Length > 0 && char.IsAsciiDigit(name[0]))
            result.Append('_');
        foreach (var c in name)
        {
            var isAllowed = char.IsAsciiLetterOrDigit(c) || c == '_' || (c == ':' && !isLabel);

            // Several in a row are one, as the specification asks.
            if (isAllowed || result.Length == 0 || result[^1] != '_')
                result.Append(isAllowed ? c : '_');
        }

        return result.ToString();
    }
}
