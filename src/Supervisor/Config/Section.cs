namespace HttpActors.Supervisor.Config;

/// <summary>A section as it was read: every field of its shape has a value, its default where nothing was written.</summary>
internal sealed class Section(Shape shape, string path, int line)
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    internal Shape Shape { get; } = shape;

    internal string Path { get; } = path;

    internal int Line { get; } = line;

    /// <summary>In the order of the tables.</summary>
    internal IEnumerable<(Field Field, object Value)> Values => Fields.Select(one => (one, _values[one.Name]));

    private IEnumerable<Field> Fields => Shape.Variants.Count == 0
        ? Shape.Fields
        : Shape.Fields.Concat(Shape.Variant(Text("type"))!.Fields);

    internal string Text(string name) => (string)_values[name];

    internal bool Flag(string name) => (bool)_values[name];

    internal int Whole(string name) => (int)(double)_values[name];

    internal long Long(string name) => (long)(double)_values[name];

    internal double Number(string name) => (double)_values[name];

    internal TimeSpan Duration(string name) => (TimeSpan)_values[name];

    internal ListenAddress Address(string name) => (ListenAddress)_values[name];

    internal IReadOnlyList<string> Texts(string name) => (IReadOnlyList<string>)_values[name];

    internal IReadOnlyDictionary<string, string> TextMap(string name) => (IReadOnlyDictionary<string, string>)_values[name];

    internal Section Of(string name) => (Section)_values[name];

    internal IReadOnlyList<Section> List(string name) => (IReadOnlyList<Section>)_values[name];

    internal IReadOnlyDictionary<string, Section> Map(string name) => (IReadOnlyDictionary<string, Section>)_values[name];

    internal void Set(string name, object value) => _values[name] = value;
}
