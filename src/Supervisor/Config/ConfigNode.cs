using System.Text;
using System.Text.Json;

namespace HttpActors.Supervisor.Config;

/// <summary>
/// A JSON value that knows where it stood. The base library's own trees forget lines, and a mistake without a line is
/// half an error message.
/// </summary>
internal sealed class ConfigNode
{
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private ConfigNode(JsonTokenType kind, int line, string path) => (Kind, Line, Path) = (kind, line, path);

    /// <summary>StartObject, StartArray, or that of a scalar.</summary>
    internal JsonTokenType Kind { get; }

    internal int Line { get; }

    internal string Path { get; }

    /// <summary>A string's characters, a number as it was written; empty for everything else.</summary>
    internal string Text { get; private init; } = "";

    internal List<(string Name, ConfigNode Value)> Members { get; } = [];

    internal List<ConfigNode> Items { get; } = [];

    internal string KindName => Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        _ => "null",
    };

    /// <exception cref="JsonException">It is not JSON, comments and trailing commas allowed.</exception>
    internal static ConfigNode Parse(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\ufeff"u8))
            text = text[3..];
        var reader = new Utf8JsonReader(text, Options);
        var lines = new LineCounter();
        reader.Read();
        var node = Read(ref reader, text, ref lines, "");
        reader.Read();
        return node;
    }

    private static ConfigNode Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, ref LineCounter lines, string path)
    {
        var line = lines.At(text, (int)reader.TokenStartIndex);
        var kind = reader.TokenType;
        if (kind is JsonTokenType.StartObject)
            return ReadObject(ref reader, text, ref lines, new ConfigNode(kind, line, path));
        if (kind is JsonTokenType.StartArray)
            return ReadArray(ref reader, text, ref lines, new ConfigNode(kind, line, path));
        var scalar = kind is JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);
        return new ConfigNode(kind, line, path) { Text = scalar };
    }

    private static ConfigNode ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, ref LineCounter lines, ConfigNode node)
    {
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            node.Members.Add((name, Read(ref reader, text, ref lines, node.Path.Length == 0 ? name : $"{node.Path}.{name}")));
        }

        return node;
    }

    private static ConfigNode ReadArray(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, ref LineCounter lines, ConfigNode node)
    {
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
            node.Items.Add(Read(ref reader, text, ref lines, $"{node.Path}[{node.Items.Count}]"));
        return node;
    }

    /// <summary>Counts line feeds once, however many positions are asked for in order.</summary>
    private struct LineCounter
    {
        private int _position;
        private int _line;

        internal int At(ReadOnlySpan<byte> text, int position)
        {
            _line += text[_position..position].Count((byte)'\n');
            _position = position;
            return _line + 1;
        }
    }
}
