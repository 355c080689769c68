using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HttpActors.Supervisor.Config;

/// <summary>Writes a section as JSON with every default in it: what <c>config show</c> prints and reloads compare.</summary>
internal static class ConfigWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static string Write(Section section)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, Options))
            WriteSection(json, section);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void WriteSection(Utf8JsonWriter json, Section section)
    {
        json.WriteStartObject();
        foreach (var (field, value) in section.Values)
        {
            if (field.Name == "$schema" && value is "")
                continue;
            json.WritePropertyName(field.Name);
            WriteValue(json, field, value);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, Field field, object value)
    {
        switch (value)
        {
            case Section section:
                WriteSection(json, section);
                break;
            case IReadOnlyList<Section> list:
                json.WriteStartArray();
                foreach (var item in list)
                    WriteSection(json, item);
                json.WriteEndArray();
                break;
            case IReadOnlyDictionary<string, Section> map:
                json.WriteStartObject();
                foreach (var (name, item) in map)
                {
                    json.WritePropertyName(name);
                    WriteSection(json, item);
                }

                json.WriteEndObject();
                break;
            default:
                WriteSimple(json, field, value);
                break;
        }
    }

    private static void WriteSimple(Utf8JsonWriter json, Field field, object value)
    {
        switch (value)
        {
            case IReadOnlyList<string> texts:
                json.WriteStartArray();
                foreach (var text in texts)
                    json.WriteStringValue(Escaped(text));
                json.WriteEndArray();
                break;
            case IReadOnlyDictionary<string, string> texts:
                json.WriteStartObject();
                foreach (var (name, text) in texts)
                    json.WriteString(name, Escaped(text));
                json.WriteEndObject();
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case double number when field.Kind is FieldKind.Whole:
                json.WriteNumberValue((long)number);
                break;
            case double number:
                json.WriteNumberValue(number);
                break;
            case TimeSpan time:
                json.WriteStringValue(Durations.Format(time));
                break;
            default:
                json.WriteStringValue(Escaped(value.ToString()!));
                break;
        }
    }

    /// <summary>What is shown can be read again and means the same.</summary>
    private static string Escaped(string text) => text.Replace("${", "$${", StringComparison.Ordinal);
}
