using System.Text;

namespace Akka.Configuration;

/// <summary>
/// Reads the part of HOCON that settings need: objects, dotted and quoted keys, unquoted and quoted values, lists of
/// values, comments. Substitutions, includes and concatenation of values are refused, not ignored.
/// </summary>
internal sealed class HoconReader(string text)
{
    private readonly Dictionary<string, object> _values = Config.NewValues();
    private int _at;

    public Dictionary<string, object> Read()
    {
        SkipBlank(commas: true);
        var braced = Take('{');
        ReadObject(string.Empty, untilBrace: braced);
        SkipBlank(commas: true);
        if (_at < text.Length) throw Error("text after the end");
        return _values;
    }

    private void ReadObject(string prefix, bool untilBrace)
    {
        while (true)
        {
            SkipBlank(commas: true);
            if (untilBrace && Take('}')) return;
            if (_at >= text.Length)
            {
                if (untilBrace) throw Error("a missing '}'");
                return;
            }

            ReadEntry(prefix);
        }
    }

    private void ReadEntry(string prefix)
    {
        var key = prefix + ReadKey();
        SkipBlank(commas: false);
        if (!Take('=') && !Take(':') && Peek() != '{') throw Error($"no '=', ':' or '{{' after the key '{key}'");
        SkipSpaces();
        if (Take('{'))
        {
            ReadObject(key + ".", untilBrace: true);
            return;
        }

        RemoveBelow(key);
        _values[key] = Take('[') ? ReadList() : ReadValue(inList: false);
    }

    /// <summary>A plain value replaces a section of the same name.</summary>
    private void RemoveBelow(string key)
    {
        foreach (var below in _values.Keys.Where(other => other.StartsWith(key + ".", StringComparison.Ordinal)).ToArray()) _values.Remove(below);
    }

    private string ReadKey()
    {
        var key = new StringBuilder();
        while (_at < text.Length)
        {
            var c = text[_at];
            if (c == '"') key.Append(ReadQuoted());
            else if (char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/') key.Append(text[_at++]);
            else break;
        }

        return key.Length > 0 ? key.ToString() : throw Error($"'{Peek()}' where a key should be");
    }

    private string ReadValue(bool inList)
    {
        if (Peek() == '"') return ReadQuoted();
        var start = _at;
        while (_at < text.Length && !EndsValue(text[_at], inList)) _at++;
        var value = text[start.._at].Trim();
        if (value.Contains("${", StringComparison.Ordinal)) throw Error("a substitution, which is not supported,");
        return value;
    }

    private bool EndsValue(char c, bool inList) =>
        c is '\n' or '\r' or ',' or '}' or '#' || (inList && c == ']') || (c == '/' && _at + 1 < text.Length && text[_at + 1] == '/');

    private List<string> ReadList()
    {
        var list = new List<string>();
        while (true)
        {
            SkipBlank(commas: true);
            if (_at >= text.Length) throw Error("a missing ']'");
            if (Take(']')) return list;
            if (Peek() is '{' or '[') throw Error("a list of something else than plain values");
            list.Add(ReadValue(inList: true));
        }
    }

    private string ReadQuoted()
    {
        _at++;
        var value = new StringBuilder();
        while (_at < text.Length && text[_at] != '"')
        {
            if (text[_at] == '\\' && _at + 1 < text.Length) value.Append(Escaped(text[++_at]));
            else value.Append(text[_at]);
            _at++;
        }

        if (_at >= text.Length) throw Error("a missing '\"'");
        _at++;
        return value.ToString();
    }

    private static char Escaped(char c) => c switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        _ => c,
    };

    private void SkipBlank(bool commas)
    {
        while (_at < text.Length)
        {
            var c = text[_at];
            var isComment = c == '#' || (c == '/' && _at + 1 < text.Length && text[_at + 1] == '/');
            if (isComment) SkipLine();
            else if (char.IsWhiteSpace(c) || c == '\uFEFF' || (commas && c == ',')) _at++;
            else return;
        }
    }

    private void SkipLine()
    {
        while (_at < text.Length && text[_at] != '\n') _at++;
    }

    private void SkipSpaces()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t') _at++;
    }

    private char Peek() => _at < text.Length ? text[_at] : '\0';

    private bool Take(char c)
    {
        if (Peek() != c) return false;
        _at++;
        return true;
    }

    private ConfigurationException Error(string what)
    {
        var line = 1 + text.AsSpan(0, Math.Min(_at, text.Length)).Count('\n');
        return new ConfigurationException($"The configuration has {what} in line {line}.");
    }
}
