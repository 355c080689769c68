using System.Collections;
using System.Diagnostics.CodeAnalysis;
using HttpActors.Protocol;

namespace HttpActors;

/// <summary>
/// The header fields of a message: ordered, with duplicates, looked up without regard to case.
/// </summary>
/// <remarks>
/// Names keep the case in which they were set or received. Enumerating yields each name once, in lower case, with its
/// values joined as Node joins them; <see cref="Raw"/> yields every line as it is. Not safe for use by several threads
/// at once.
/// </remarks>
/// <example>
/// <code>
/// var headers = new HttpHeaders();
/// headers.Set("Accept", "text/html");
/// headers.Append("accept", "text/plain");
/// Console.WriteLine(headers["ACCEPT"]);
/// </code>
/// </example>
public sealed partial class HttpHeaders : IReadOnlyCollection<KeyValuePair<string, string>>
{
    private readonly bool _incoming;
    private readonly bool _joinsDuplicates;
    private HeaderLines _lines;
    private Openness _openness;

    /// <summary>An empty collection to fill.</summary>
    public HttpHeaders()
    {
    }

    internal HttpHeaders(HeaderField[] received, bool joinsDuplicates = false)
    {
        _joinsDuplicates = joinsDuplicates;
        _lines = new HeaderLines(received);
        _incoming = true;
        _openness = Openness.Received;
    }

    /// <summary>How many different names there are.</summary>
    public int Count => Names.Count;

    /// <summary>Each name once, in lower case, in order.</summary>
    public IReadOnlyList<string> Names => Grouped().ConvertAll(static group => group.Name);

    /// <summary>Every line: order, case and duplicates as set or received (Node's <c>rawHeaders</c>).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Raw =>
        Array.ConvertAll(Span.ToArray(), static line => KeyValuePair.Create(line.Name, line.Value));

    /// <summary>The value of a name as <see cref="Get"/> gives it; null when it is not there.</summary>
    /// <param name="name">The field name, in any case.</param>
    public string? this[string name] => Get(name);

    internal ReadOnlySpan<HeaderField> Span => _lines.Span;

    /// <summary>Automatic fields that were removed and are to stay away.</summary>
    internal OmittedFields Omitted { get; private set; }

    /// <summary>
    /// The value of a name. Of several lines, names that can occur once keep the first, <c>cookie</c> is joined with
    /// "; ", all others with ", " (Node's rules). <c>set-cookie</c> cannot be joined without loss: use <see cref="GetValues"/>.
    /// </summary>
    /// <param name="name">The field name, in any case.</param>
    /// <returns>The value; null when the name is not there.</returns>
    public string? Get(string name)
    {
        string? first = null;
        List<string>? more = null;
        foreach (ref readonly var field in Span)
        {
            if (!Same(field.Name, name))
            {
                continue;
            }

            if (first is null)
            {
                first = field.Value;
                if (_incoming && !_joinsDuplicates && DuplicateRules.KeepsFirst(name))
                {
                    return first;
                }
            }
            else
            {
                (more ??= [first]).Add(field.Value);
            }
        }

        return more is null ? first : string.Join(DuplicateRules.Separator(name), more);
    }

    /// <summary>Every value of a name, unjoined and undropped (Node's <c>headersDistinct</c>).</summary>
    /// <param name="name">The field name, in any case.</param>
    /// <returns>The values in order; empty when the name is not there.</returns>
    public IReadOnlyList<string> GetValues(string name)
    {
        var values = new List<string>();
        foreach (ref readonly var field in Span)
        {
            if (Same(field.Name, name))
            {
                values.Add(field.Value);
            }
        }

        return values;
    }

    /// <summary>Whether a name is there.</summary>
    /// <param name="name">The field name, in any case.</param>
    /// <returns>True when it is.</returns>
    public bool Contains(string name) => _lines.IndexOf(name) >= 0;

    /// <summary>The value of a name, as <see cref="Get"/> gives it.</summary>
    /// <param name="name">The field name, in any case.</param>
    /// <param name="value">The value; null when the name is not there.</param>
    /// <returns>True when the name is there.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out string? value)
    {
        value = Get(name);
        return value is not null;
    }

    /// <summary>Sets a field; lines of the same name are replaced.</summary>
    /// <param name="name">A token (RFC 9110 section 5.1).</param>
    /// <param name="value">Visible characters, blanks, tabs and Latin-1 text; not null.</param>
    /// <exception cref="HttpArgumentException"><c>ERR_INVALID_HTTP_TOKEN</c>, <c>ERR_INVALID_CHAR</c>, <c>ERR_HTTP_INVALID_HEADER_VALUE</c>.</exception>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_HEADERS_SENT</c>.</exception>
    public void Set(string name, string value)
    {
        EnsureOpen("set");
        HeaderValidation.Check(name, value);
        var at = _lines.IndexOf(name);
        if (at < 0)
        {
            _lines.Add(new HeaderField(name, value));
        }
        else
        {
            _lines.RemoveAll(name, keepFirst: true);
            _lines.Replace(at, new HeaderField(name, value));
        }

        WantAgain(name);
    }

    /// <summary>Sets a field with one line a value; <c>cookie</c> is joined with "; ". No value removes the field.</summary>
    /// <inheritdoc cref="Set(string, string)"/>
    /// <param name="name">A token.</param>
    /// <param name="values">The values, in order.</param>
    public void Set(string name, IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        EnsureOpen("set");
        var list = values.ToArray();
        foreach (var value in list)
        {
            HeaderValidation.Check(name, value);
        }

        _lines.RemoveAll(name, keepFirst: false);
        if (Same(name, "cookie") && list.Length > 1)
        {
            list = [string.Join("; ", list)];
        }

        foreach (var value in list)
        {
            Append(name, value);
        }
    }

    /// <summary>Adds a line, whatever is there already.</summary>
    /// <inheritdoc cref="Set(string, string)"/>
    public void Append(string name, string value)
    {
        EnsureOpen("append");
        HeaderValidation.Check(name, value);
        if (!TryJoin(name, value))
        {
            _lines.Add(new HeaderField(name, value));
        }

        WantAgain(name);
    }

    /// <summary>
    /// Removes a field. An automatic one (<c>Date</c>, <c>Connection</c>, <c>Content-Length</c>, <c>Transfer-Encoding</c>)
    /// is then not added either.
    /// </summary>
    /// <param name="name">The field name, in any case.</param>
    /// <returns>True when it was there.</returns>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_HEADERS_SENT</c>.</exception>
    public bool Remove(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        EnsureOpen("remove");
        Omitted |= DuplicateRules.AutomaticField(name);
        return _lines.RemoveAll(name, keepFirst: false);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
        Grouped().ConvertAll(static group => KeyValuePair.Create(group.Name, group.Joined)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>From now on every change fails: the head is built.</summary>
    internal void Lock() => _openness = Openness.Sent;

    internal void Clear()
    {
        _lines.Clear();
        Omitted = default;
    }

    /// <summary>Replaces the lines of all these names, in one step.</summary>
    internal void Merge(IEnumerable<KeyValuePair<string, string>> headers)
    {
        var given = headers.ToArray();
        foreach (var (name, value) in given)
        {
            HeaderValidation.Check(name, value);
        }

        foreach (var (name, _) in given)
        {
            if (Contains(name))
            {
                Remove(name);
            }
        }

        foreach (var (name, value) in given)
        {
            Append(name, value);
        }
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private void EnsureOpen(string verb)
    {
        if (_openness != Openness.Open)
        {
            throw new HttpStateException(
                "ERR_HTTP_HEADERS_SENT",
                _openness == Openness.Received
                    ? "The headers of a received message cannot be changed."
                    : $"Cannot {verb} headers after they are sent to the client");
        }
    }

    /// <summary>A field that was removed and is set after that.</summary>
    private void WantAgain(string name)
    {
        if (Omitted != OmittedFields.None)
        {
            Omitted &= ~DuplicateRules.AutomaticField(name);
        }
    }

    private enum Openness : byte
    {
        Open,
        Sent,
        Received,
    }
}
