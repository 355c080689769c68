using System.Globalization;
using System.Text;

namespace HttpActors.Supervisor.Metrics;

/// <summary>The text exposition format 0.0.4 of Prometheus.</summary>
internal static class PrometheusText
{
    internal const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    internal static string Write(IEnumerable<CollectedInstrument> instruments, string version)
    {
        var text = new StringBuilder();
        text.Append("# HELP target_info Target metadata\n# TYPE target_info gauge\n");
        text.Append(CultureInfo.InvariantCulture, $"target_info{{service_name=\"httpactors\",service_version=\"{Escape(version)}\"}} 1\n");
        foreach (var group in instruments.GroupBy(one => PrometheusNames.Metric(one.Name, one.Unit, one.Kind)))
        {
            var first = group.First();
            var type = first.Kind switch { MetricKind.Counter => "counter", MetricKind.Histogram => "histogram", _ => "gauge" };
            text.Append("# HELP ").Append(group.Key).Append(' ').Append(first.Description.Replace("\\", "\\\\", StringComparison.Ordinal).ReplaceLineEndings("\\n")).Append('\n');
            text.Append("# TYPE ").Append(group.Key).Append(' ').Append(type).Append('\n');
            foreach (var instrument in group.Where(one => one.Kind == first.Kind))
                WriteSeries(text, group.Key, instrument);
        }

        return text.ToString();
    }

    private static void WriteSeries(StringBuilder text, string name, CollectedInstrument instrument)
    {
        foreach (var series in instrument.All)
        {
            var labels = Labels(instrument, series);
            var value = series.Read();
            if (instrument.Bounds is not { } bounds)
            {
                Line(text, name, labels, null, value.Sum);
                continue;
            }

            var below = 0L;
            for (var i = 0; i < value.Buckets.Length; i++)
            {
                below += value.Buckets[i];
                Line(text, $"{name}_bucket", labels, i < bounds.Length ? Number(bounds[i]) : "+Inf", below);
            }

            Line(text, $"{name}_sum", labels, null, value.Sum);
            Line(text, $"{name}_count", labels, null, value.Count);
        }
    }

    private static void Line(StringBuilder text, string name, string labels, string? bound, double value)
    {
        text.Append(name).Append('{').Append(labels);
        if (bound is not null)
            text.Append(",le=\"").Append(bound).Append('"');
        text.Append("} ").Append(Number(value)).Append('\n');
    }

    /// <summary>Two attributes whose names become one are joined, as the specification says.</summary>
    private static string Labels(CollectedInstrument instrument, Series series) => string.Join(',', series.Tags
        .Select(tag => (Name: PrometheusNames.Label(tag.Key), Value: Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? ""))
        .GroupBy(tag => tag.Name, tag => tag.Value)
        .Select(group => $"{group.Key}=\"{Escape(string.Join(';', group))}\"")
        .Append($"otel_scope_name=\"{Escape(instrument.Scope.Name)}\"")
        .Append($"otel_scope_version=\"{Escape(instrument.Scope.Version)}\""));

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}
