using System.Globalization;
using System.Text.Json;

namespace HttpActors.Supervisor.Config;

/// <summary>Reads nodes by the tables in <see cref="Shapes"/>; collects every mistake and goes on.</summary>
internal sealed class ConfigReader(Func<string, string?> environment)
{
    internal List<ConfigProblem> Problems { get; } = [];

    internal Section ReadSection(ConfigNode node, Shape shape)
    {
        var section = new Section(shape, node.Path, node.Line);
        if (node.Kind is not JsonTokenType.StartObject)
        {
            Report(node, $"must be an object, not {node.KindName}");
            node = ConfigNode.Parse("{}"u8);
        }

        var variant = shape.Variant(node.Members.LastOrDefault(member => member.Name == "type").Value?.Text ?? "");
        var fields = FieldsOf(shape, variant);
        foreach (var (name, value) in node.Members)
        {
            if (fields.All(field => field.Name != name) && (variant is null) == (shape.Variants.Count == 0))
                Report(value, Unknown(name, fields));
            else if (node.Members.Last(member => member.Name == name).Value != value)
                Report(value, "is written more than once; keep one");
        }

        foreach (var field in fields)
            section.Set(field.Name, ReadField(node, field));
        return section;
    }

    private object ReadField(ConfigNode owner, Field field)
    {
        var node = owner.Members.LastOrDefault(member => member.Name == field.Name).Value;
        if (node is null)
        {
            if (field.IsRequired)
                Report(owner, $"'{field.Name}' is missing: {field.Description}");
            return DefaultOf(owner, field);
        }

        return field.Kind switch
        {
            FieldKind.Section => ReadSection(node, field.Of!),
            FieldKind.SectionList => ReadList(node, field),
            FieldKind.SectionMap => ReadMap(node, field),
            FieldKind.TextList => Expect(node, JsonTokenType.StartArray, "a list of texts")
                ? node.Items.ConvertAll(item => ReadText(item) ?? "")
                : new List<string>(),
            FieldKind.TextMap => ReadTexts(node),
            _ => ReadScalar(node, field) ?? DefaultOf(owner, field),
        };
    }

    private List<Section> ReadList(ConfigNode node, Field field) =>
        Expect(node, JsonTokenType.StartArray, "a list") ? node.Items.ConvertAll(item => ReadSection(item, field.Of!)) : [];

    private Dictionary<string, Section> ReadMap(ConfigNode node, Field field)
    {
        var sections = new Dictionary<string, Section>(StringComparer.Ordinal);
        if (!Expect(node, JsonTokenType.StartObject, "an object"))
            return sections;
        foreach (var (name, value) in node.Members)
        {
            if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
                Report(value, $"'{name}' is not a name; use letters, digits, '-' and '_'");
            else if (!sections.TryAdd(name, ReadSection(value, field.Of!)))
                Report(value, "is written more than once; keep one");
        }

        return sections;
    }

    private Dictionary<string, string> ReadTexts(ConfigNode node)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Expect(node, JsonTokenType.StartObject, "an object of texts"))
            return texts;
        foreach (var (name, value) in node.Members)
            texts[name] = ReadText(value) ?? "";
        return texts;
    }

    private string? ReadText(ConfigNode node)
    {
        if (!Expect(node, JsonTokenType.String, "a text"))
            return null;
        if (Substitution.TryExpand(node.Text, environment, out var text, out var problem))
            return text;
        Report(node, problem);
        return null;
    }

    private object? ReadScalar(ConfigNode node, Field field)
    {
        var text = node.Kind switch
        {
            JsonTokenType.String => ReadText(node),
            JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => node.Text,
            _ => null,
        };
        if (text is null && node.Kind is JsonTokenType.String)
            return null;
        var mustBeText = field.Kind is FieldKind.Text or FieldKind.Choice or FieldKind.Address or FieldKind.Duration;

        // Only what came from the environment may be a number in quotes.
        var fits = mustBeText ? node.Kind is JsonTokenType.String : node.Kind is not JsonTokenType.String || text != node.Text;
        if (text is not null && fits && Scalars.TryParse(field, text, out var value))
            return value;
        Report(node, Scalars.Expectation(field, text is null ? node.KindName : $"'{text}'"));
        return null;
    }

    private object DefaultOf(ConfigNode owner, Field field)
    {
        switch (field.Kind)
        {
            case FieldKind.Section:
                return new ConfigReader(environment).ReadSection(ConfigNode.Parse("{}"u8), field.Of!);
            case FieldKind.SectionList:
                return new List<Section>();
            case FieldKind.SectionMap:
                return new Dictionary<string, Section>();
            case FieldKind.TextList:
                return new List<string>();
            case FieldKind.TextMap:
                return new Dictionary<string, string>();
            case FieldKind.Choice when field.Default is null:
                return field.Choices[0];
            case FieldKind.Address when field.Default is null:
                return ListenAddress.Default;
            default:
                return Scalars.TryParse(field, field.Default ?? "", out var value)
                    ? value
                    : throw new InvalidOperationException($"The default of {owner.Path}.{field.Name} is not valid.");
        }
    }

    /// <summary>Of an unknown type only what all types have; its other names are not judged.</summary>
    private static List<Field> FieldsOf(Shape shape, Shape? variant) => [.. shape.Fields, .. variant?.Fields ?? []];

    private bool Expect(ConfigNode node, JsonTokenType kind, string what)
    {
        if (node.Kind == kind)
            return true;
        Report(node, string.Create(CultureInfo.InvariantCulture, $"must be {what}, not {node.KindName}"));
        return false;
    }

    private static string Unknown(string name, List<Field> fields) =>
        NearestWord.Find(name, fields.Select(field => field.Name)) is { } meant
            ? $"unknown name; did you mean '{meant}'?"
            : $"unknown name; known are {string.Join(", ", fields.Select(field => field.Name))}";

    private void Report(ConfigNode node, string message) => Problems.Add(new ConfigProblem(node.Line, node.Path, message));
}
