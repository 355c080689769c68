using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HttpActors.Bench.Load.Report;

/// <summary>Everything of one run, as it is kept.</summary>
internal sealed record ResultFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new RoundedNumbers() },
    };

    public int Format { get; init; } = 1;

    public required DateTime StartedUtc { get; init; }

    public double Minutes { get; init; }

    public required string Kind { get; init; }

    public required string Settings { get; init; }

    public required Machine Machine { get; init; }

    public required IReadOnlyList<PeerInfo> Peers { get; init; }

    public required List<RowResult> Rows { get; init; }

    public static ResultFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ResultFile>(File.ReadAllText(path), Json) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new BenchException($"{path} is not a result of this bench");
        }
    }

    /// <summary>The name without extension under which the result and its plot are kept.</summary>
    public string Name => FormattableString.Invariant($"{StartedUtc:yyyy-MM-dd-HHmm}-{Kind}");

    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(this, Json) + "\n");
    }

    // Digits beyond the fifth are noise, and they make two results hard to compare by eye.
    private sealed class RoundedNumbers : JsonConverter<double>
    {
        private const int Digits = 5;

        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (!double.IsFinite(value) || value == 0)
            {
                writer.WriteNumberValue(0);
                return;
            }

            var decimals = Math.Clamp(Digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 10);
            writer.WriteNumberValue(Math.Round(value, decimals));
        }
    }
}
