using System.Globalization;

namespace Akka.Configuration;

/// <summary>Values by dotted keys. Immutable.</summary>
public class Config
{
    /// <summary>Without keys.</summary>
    public static readonly Config Empty = new(NewValues());

    // Flat: sections are prefixes. A value is a string or a list of strings.
    private readonly Dictionary<string, object> _values;

    internal Config(Dictionary<string, object> values) => _values = values;

    /// <summary>Whether there are no keys.</summary>
    public virtual bool IsEmpty => _values.Count == 0;

    internal IEnumerable<string> Keys => _values.Keys;

    /// <summary>Reads a configuration from text.</summary>
    /// <param name="str">The text.</param>
    /// <exception cref="ConfigurationException">It is malformed.</exception>
    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);

    /// <summary>Whether a key or a section exists.</summary>
    /// <param name="path">The dotted key.</param>
    public virtual bool HasPath(string path)
    {
        if (_values.ContainsKey(path)) return true;
        var prefix = path + ".";
        foreach (var key in _values.Keys)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>A string.</summary>
    /// <param name="path">The dotted key.</param>
    /// <param name="default">Where there is none.</param>
    public virtual string? GetString(string path, string? @default = null) =>
        _values.TryGetValue(path, out var value) ? value as string ?? string.Join(", ", (IList<string>)value) : @default;

    /// <summary>A boolean: <c>on</c>/<c>off</c>, <c>true</c>/<c>false</c> or <c>yes</c>/<c>no</c>.</summary>
    /// <param name="path">The dotted key.</param>
    /// <param name="default">Where there is none.</param>
    /// <exception cref="ConfigurationException">It is none of these.</exception>
    public virtual bool GetBoolean(string path, bool @default = false) => GetString(path) switch
    {
        null => @default,
        "on" or "true" or "yes" => true,
        "off" or "false" or "no" => false,
        var other => throw Unreadable(path, other, "a boolean"),
    };

    /// <summary>A whole number.</summary>
    /// <param name="path">The dotted key.</param>
    /// <param name="default">Where there is none.</param>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public virtual int GetInt(string path, int @default = 0)
    {
        if (GetString(path) is not { } text) return @default;
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : throw Unreadable(path, text, "a whole number");
    }

    /// <summary>A whole number.</summary>
    /// <param name="path">The dotted key.</param>
    /// <param name="default">Where there is none.</param>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public virtual long GetLong(string path, long @default = 0)
    {
        if (GetString(path) is not { } text) return @default;
        return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : throw Unreadable(path, text, "a whole number");
    }

    /// <summary>A number.</summary>
    /// <param name="path">The dotted key.</param>
    /// <param name="default">Where there is none.</param>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public virtual double GetDouble(string path, double @default = 0)
    {
        if (GetString(path) is not { } text) return @default;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Unreadable(path, text, "a number");
    }

    /// <summary>A time span, such as <c>5s</c>, <c>200 ms</c>, <c>1 minute</c> or <c>infinite</c>; a bare number counts milliseconds.</summary>
    /// <param name="path">The dotted key.</param>
    /// <param name="default">Where there is none; null for zero.</param>
    /// <param name="allowInfinite">Whether <c>infinite</c> may be said.</param>
    /// <exception cref="ConfigurationException">It is none.</exception>
    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true)
    {
        if (GetString(path) is not { } text) return @default ?? TimeSpan.Zero;
        return Duration.TryRead(text, allowInfinite, out var value) ? value : throw Unreadable(path, text, "a time span");
    }

    /// <summary>A list of strings; empty where there is none.</summary>
    /// <param name="path">The dotted key.</param>
    /// <exception cref="ConfigurationException">It is no list.</exception>
    public virtual IList<string> GetStringList(string path)
    {
        if (!_values.TryGetValue(path, out var value)) return [];
        return value as IList<string> ?? throw Unreadable(path, (string)value, "a list");
    }

    /// <summary>A section, with its keys below it.</summary>
    /// <param name="path">The dotted key of the section.</param>
    /// <returns>The section, or null where there is none.</returns>
    public virtual Config? GetConfig(string path)
    {
        var prefix = path + ".";
        var section = NewValues();
        foreach (var (key, value) in _values)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal)) section[key[prefix.Length..]] = value;
        }

        return section.Count == 0 ? null : new Config(section);
    }

    /// <summary>The same with another configuration below it.</summary>
    /// <param name="fallback">Used where this one has no value.</param>
    public virtual Config WithFallback(Config fallback)
    {
        var joined = NewValues();
        foreach (var (key, value) in fallback._values) joined[key] = value;
        foreach (var (key, value) in _values) joined[key] = value;
        return new Config(joined);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join('\n', _values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} = {pair.Value as string ?? "[" + string.Join(", ", (IList<string>)pair.Value) + "]"}"));

    internal static Dictionary<string, object> NewValues() => new(StringComparer.Ordinal);

    private static ConfigurationException Unreadable(string path, string text, string expected) =>
        new($"The configuration key '{path}' has the value '{text}', which is not {expected}.");
}
