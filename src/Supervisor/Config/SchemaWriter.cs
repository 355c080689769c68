using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HttpActors.Supervisor.Config;

/// <summary>Writes the tables as a JSON schema (draft 2020-12), for the completion and the checks of editors.</summary>
internal static class SchemaWriter
{
    private const string FromEnvironment = "\\$\\{";

    internal static string Write()
    {
        var output = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(output, options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("title", "httpactors.json");
            WriteObject(json, Shapes.Root);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan) + "\n";
    }

    private static void WriteObject(Utf8JsonWriter json, Shape shape)
    {
        json.WriteString("description", shape.Description);
        json.WriteString("type", "object");
        if (shape.Variants.Count == 0)
        {
            WriteMembers(json, shape.Fields);
            return;
        }

        json.WriteStartArray("oneOf");
        foreach (var variant in shape.Variants)
        {
            json.WriteStartObject();
            json.WriteString("title", variant.Name);
            json.WriteString("description", variant.Description);
            WriteMembers(json, [.. shape.Fields.Select(field => field.Name == "type" ? field with { Choices = [variant.Name] } : field), .. variant.Fields]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMembers(Utf8JsonWriter json, IReadOnlyList<Field> fields)
    {
        json.WriteStartObject("properties");
        foreach (var field in fields)
        {
            json.WriteStartObject(field.Name);
            WriteField(json, field);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (fields.Any(field => field.IsRequired))
        {
            json.WriteStartArray("required");
            foreach (var field in fields.Where(field => field.IsRequired))
                json.WriteStringValue(field.Name);
            json.WriteEndArray();
        }

        json.WriteBoolean("additionalProperties", false);
    }

    private static void WriteField(Utf8JsonWriter json, Field field)
    {
        if (field.Kind is FieldKind.Section)
        {
            WriteObject(json, field.Of!);
            return;
        }

        json.WriteString("description", field.Description);
        WriteDefault(json, field);
        switch (field.Kind)
        {
            case FieldKind.Flag or FieldKind.Whole or FieldKind.Number:
                WriteNumberOrReference(json, field);
                break;
            case FieldKind.Choice:
                WriteChoice(json, field);
                break;
            case FieldKind.Duration:
                json.WriteString("type", "string");
                json.WriteString("pattern", $"^[0-9]*\\.?[0-9]+(ms|s|m|h)$|{FromEnvironment}");
                break;
            case FieldKind.TextList or FieldKind.SectionList:
                json.WriteString("type", "array");
                json.WriteStartObject("items");
                WriteItem(json, field);
                json.WriteEndObject();
                break;
            case FieldKind.TextMap or FieldKind.SectionMap:
                json.WriteString("type", "object");
                json.WriteStartObject("additionalProperties");
                WriteItem(json, field);
                json.WriteEndObject();
                break;
            default:
                json.WriteString("type", "string");
                break;
        }
    }

    private static void WriteItem(Utf8JsonWriter json, Field field)
    {
        if (field.Of is { } shape)
            WriteObject(json, shape);
        else
            json.WriteString("type", "string");
    }

    /// <summary>A type decides which other names there are, so it is written out; every other choice may come from the environment.</summary>
    private static void WriteChoice(Utf8JsonWriter json, Field field)
    {
        if (field.Name != "type")
        {
            json.WriteStartArray("anyOf");
            json.WriteStartObject();
        }

        json.WriteStartArray("enum");
        foreach (var choice in field.Choices)
            json.WriteStringValue(choice);
        json.WriteEndArray();
        if (field.Name != "type")
        {
            json.WriteEndObject();
            WriteReference(json);
            json.WriteEndArray();
        }
    }

    private static void WriteReference(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "string");
        json.WriteString("pattern", FromEnvironment);
        json.WriteEndObject();
    }

    private static void WriteNumberOrReference(Utf8JsonWriter json, Field field)
    {
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        json.WriteString("type", field.Kind switch { FieldKind.Flag => "boolean", FieldKind.Whole => "integer", _ => "number" });
        if (field.Kind is not FieldKind.Flag)
        {
            json.WriteNumber("minimum", field.Min);
            json.WriteNumber("maximum", field.Max);
        }

        json.WriteEndObject();
        WriteReference(json);
        json.WriteEndArray();
    }

    private static void WriteDefault(Utf8JsonWriter json, Field field)
    {
        if (field.Default is not { } text)
            return;
        json.WritePropertyName("default");
        if (field.Kind is FieldKind.Flag or FieldKind.Whole or FieldKind.Number or FieldKind.TextList or FieldKind.TextMap)
            json.WriteRawValue(text);
        else
            json.WriteStringValue(text);
    }
}
