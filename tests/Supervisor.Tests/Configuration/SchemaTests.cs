using System.Runtime.CompilerServices;
using System.Text.Json;
using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Tests.Configuration;

public class SchemaTests
{
    /// <summary>Written anew with <c>httpactors config schema > src/Supervisor/httpactors.schema.json</c>.</summary>
    [Fact]
    public void The_schema_beside_the_source_is_that_of_the_tables() =>
        Assert.Equal(SchemaWriter.Write(), File.ReadAllText(PathOf("httpactors.schema.json")));

    [Fact]
    public void Every_name_of_the_model_is_in_the_schema_and_no_other()
    {
        using var schema = JsonDocument.Parse(SchemaWriter.Write());

        Compare(Shapes.Root, schema.RootElement);
    }

    [Fact]
    public void A_choice_may_come_from_the_environment()
    {
        using var schema = JsonDocument.Parse(SchemaWriter.Write());

        var level = schema.RootElement.GetProperty("properties").GetProperty("log").GetProperty("properties").GetProperty("level").GetProperty("anyOf");

        Assert.Equal(["debug", "info", "warning", "error"], level[0].GetProperty("enum").EnumerateArray().Select(choice => choice.GetString()));
        Assert.Matches(level[1].GetProperty("pattern").GetString()!, "${LOG_LEVEL:-info}");
    }

    [Fact]
    public void Every_default_is_within_its_own_bounds()
    {
        foreach (var field in All(Shapes.Root).Where(field => field.Default is not null && field.Kind is not (FieldKind.TextList or FieldKind.TextMap)))
            Assert.True(Scalars.TryParse(field, field.Default!, out _), field.Name);
    }

    [Fact]
    public void Everything_is_described() =>
        Assert.DoesNotContain(All(Shapes.Root), field => field.Description.Length < 10);

    private static void Compare(Shape shape, JsonElement schema)
    {
        if (shape.Variants.Count > 0)
        {
            foreach (var (variant, element) in shape.Variants.Zip(schema.GetProperty("oneOf").EnumerateArray()))
                CompareFields([.. shape.Fields, .. variant.Fields], element);
            return;
        }

        CompareFields(shape.Fields, schema);
    }

    private static void CompareFields(IReadOnlyList<Field> fields, JsonElement schema)
    {
        var properties = schema.GetProperty("properties");
        Assert.Equal(fields.Select(field => field.Name), properties.EnumerateObject().Select(property => property.Name));
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        foreach (var field in fields.Where(field => field.Of is not null))
        {
            var property = properties.GetProperty(field.Name);
            Compare(field.Of!, field.Kind switch
            {
                FieldKind.SectionList => property.GetProperty("items"),
                FieldKind.SectionMap => property.GetProperty("additionalProperties"),
                _ => property,
            });
        }
    }

    private static IEnumerable<Field> All(Shape shape) => shape.Fields
        .Concat(shape.Variants.SelectMany(variant => variant.Fields))
        .SelectMany(field => field.Of is { } inner ? All(inner).Prepend(field) : [field]);

    private static string PathOf(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../src/Supervisor", name);
}
