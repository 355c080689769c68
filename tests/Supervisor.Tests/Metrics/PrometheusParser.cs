using System.Globalization;

namespace HttpActors.Supervisor.Tests.Metrics;

/// <param name="Name">With its suffix.</param>
/// <param name="Labels">In the order of the line.</param>
/// <param name="Value">As a number.</param>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>One metric: what HELP and TYPE say, and its samples.</summary>
internal sealed record Family(string Name, string Help, string Type, List<Sample> Samples);

/// <summary>
/// Reads the text exposition format 0.0.4 strictly, written from its description and not from our writer: names by their
/// grammar, escapes, one HELP and TYPE before the samples, samples of a metric together, no series twice, buckets that
/// grow and end at <c>+Inf</c> with the count.
/// </summary>
internal static class PrometheusParser
{
    internal static IReadOnlyDictionary<string, Family> Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var families = new Dictionary<string, Family>();
        var help = new Dictionary<string, string>();
        Family? current = null;
        foreach (var line in text[..^1].Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                var parts = line[7..].Split(' ', 2);
                Assert.True(help.TryAdd(parts[0], parts[1]), $"HELP twice: {line}");
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var parts = line[7..].Split(' ');
                Assert.Contains(parts[1], (string[])["counter", "gauge", "histogram"]);
                current = new Family(parts[0], help[parts[0]], parts[1], []);
                Assert.True(families.TryAdd(current.Name, current), $"TYPE twice, or the metric in two places: {line}");
            }
            else
            {
                var sample = ParseSample(line);
                Assert.True(Belongs(sample.Name, current!), $"{sample.Name} stands among the samples of {current!.Name}");
                current!.Samples.Add(sample);
            }
        }

        foreach (var family in families.Values)
            Check(family);
        return families;
    }

    private static bool Belongs(string name, Family family) => family.Type == "histogram"
        ? name == $"{family.Name}_bucket" || name == $"{family.Name}_sum" || name == $"{family.Name}_count"
        : name == family.Name;

    private static void Check(Family family)
    {
        Assert.Equal(family.Samples.Count, family.Samples.Select(sample => sample.Name + Key(sample, "")).Distinct().Count());
        if (family.Type != "histogram")
            return;
        foreach (var series in family.Samples.GroupBy(sample => Key(sample, "le")))
        {
            var buckets = series.Where(sample => sample.Name.EndsWith("_bucket", StringComparison.Ordinal)).ToArray();
            var bounds = buckets.Select(bucket => Number(bucket.Labels["le"])).ToArray();
            Assert.Equal(bounds.Order(), bounds);
            Assert.Equal(double.PositiveInfinity, bounds[^1]);
            Assert.Equal(buckets.Select(bucket => bucket.Value).Order(), buckets.Select(bucket => bucket.Value));
            Assert.Equal(series.Single(sample => sample.Name.EndsWith("_count", StringComparison.Ordinal)).Value, buckets[^1].Value);
            Assert.Single(series, sample => sample.Name.EndsWith("_sum", StringComparison.Ordinal));
        }
    }

    private static string Key(Sample sample, string without) => string.Join(',', sample.Labels
        .Where(label => label.Key != without).OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    private static Sample ParseSample(string line)
    {
        var position = 0;
        var name = ReadName(line, ref position, colonAllowed: true);
        var labels = new Dictionary<string, string>();
        if (line[position] == '{')
        {
            position++;
            while (line[position] != '}')
            {
                var label = ReadName(line, ref position, colonAllowed: false);
                Assert.Equal("=\"", line.Substring(position, 2));
                position += 2;
                Assert.True(labels.TryAdd(label, ReadValue(line, ref position)), $"label twice: {line}");
                if (line[position] == ',')
                    position++;
            }

            position++;
        }

        Assert.Equal(' ', line[position]);
        return new Sample(name, labels, Number(line[(position + 1)..]));
    }

    private static string ReadName(string line, ref int position, bool colonAllowed)
    {
        var start = position;
        while (char.IsAsciiLetter(line[position]) || line[position] == '_' || (colonAllowed && line[position] == ':')
            || (position > start && char.IsAsciiDigit(line[position])))
        {
            position++;
        }

        Assert.True(position > start, $"no name at {start}: {line}");
        return line[start..position];
    }

    private static string ReadValue(string line, ref int position)
    {
        var value = new System.Text.StringBuilder();
        for (; line[position] != '"'; position++)
        {
            if (line[position] == '\\')
                value.Append(line[++position] switch { 'n' => '\n', '\\' => '\\', '"' => '"', var other => throw new FormatException($"\\{other}: {line}") });
            else
                value.Append(line[position]);
        }

        position++;
        return value.ToString();
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
