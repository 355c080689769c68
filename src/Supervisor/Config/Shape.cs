namespace HttpActors.Supervisor.Config;

/// <summary>What one kind of value may be.</summary>
internal enum FieldKind
{
    Text,
    Flag,
    Whole,
    Number,

    /// <summary>A number with its unit: <c>500ms</c>, <c>10s</c>, <c>2m</c>, <c>1h</c>.</summary>
    Duration,

    /// <summary><c>HOST:PORT</c>.</summary>
    Address,

    /// <summary>One of a few words.</summary>
    Choice,
    TextList,

    /// <summary>An object of texts.</summary>
    TextMap,
    Section,
    SectionList,

    /// <summary>An object whose names are free and whose values are sections.</summary>
    SectionMap,
}

/// <summary>
/// One name in the configuration. Reading, <c>config show</c> and the JSON schema all come from these, so that they
/// cannot disagree.
/// </summary>
/// <param name="Name">As it is written.</param>
/// <param name="Kind">What it may be.</param>
/// <param name="Description">For the schema, where an editor shows it.</param>
/// <param name="Default">As it would be written; null: required, or, for sections and lists, empty.</param>
internal sealed record Field(string Name, FieldKind Kind, string Description, string? Default = null)
{
    internal bool IsRequired { get; init; }

    internal IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Of numbers; of durations in seconds.</summary>
    internal double Min { get; init; }

    /// <inheritdoc cref="Min"/>
    internal double Max { get; init; } = int.MaxValue;

    /// <summary>The shape of the sections.</summary>
    internal Shape? Of { get; init; }
}

/// <summary>An object of the configuration: its fields, and where <see cref="Variants"/> are given, more by its <c>type</c>.</summary>
internal sealed record Shape(string Name, string Description, IReadOnlyList<Field> Fields)
{
    internal IReadOnlyList<Shape> Variants { get; init; } = [];

    internal Shape? Variant(string type) => Variants.FirstOrDefault(variant => variant.Name == type);
}
