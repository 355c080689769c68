namespace HttpActors.Tests.Hostile.Cases;

/// <summary>field-line = field-name ":" OWS field-value OWS (RFC 9112 section 5).</summary>
internal static class FieldCases
{
    private const string NotInNames = "\0\x01\b\v\f\x1b\"(),/;<=>?@[\\]{}\x7f\u0080\u00e4\u00ff";

    private static readonly char[] NotInValues = [.. Enumerable.Range(0, 32).Append(127).Select(static c => (char)c).Where(static c => c is not ('\t' or '\r' or '\n'))];

    public static IReadOnlyList<WireCase> All { get; } =
    [
        .. NotInNames.Select(static c => new WireCase($"0x{(int)c:x2} in a name", Get($"A{c}B: v"), "400 closed")),
        .. NotInNames.Select(static c => new WireCase($"0x{(int)c:x2} before a name", Get($"{c}A: v"), "400 closed")),
        .. NotInNames.Select(static c => new WireCase($"0x{(int)c:x2} before the colon", Get($"A{c}: v"), "400 closed")),
        .. NotInValues.Select(static c => new WireCase($"0x{(int)c:x2} in a value", Get($"A: b{c}c"), "400 closed")),
        .. NotInValues.Select(static c => new WireCase($"0x{(int)c:x2} before a value", Get($"A:{c}b"), "400 closed")),
        .. NotInValues.Select(static c => new WireCase($"0x{(int)c:x2} after a value", Get($"A: b{c}"), "400 closed")),
        Passes("a value", "A: b", "raw A=[b]"),
        Passes("no blank after the colon", "A:b", "raw A=[b]"),
        Passes("blanks and tabs around a value", "A: \t b \t ", "raw A=[b]"),
        Passes("blanks and tabs within a value", "A: b \t c", "raw A=[b \t c]"),
        Passes("a tab alone before a value", "A:\tb\t", "raw A=[b]"),
        Passes("an empty value", "A:", "raw A=[]"),
        Passes("a value of blanks", "A: \t \t", "raw A=[]"),
        Passes("colons in a value", "A: b:c::d", "raw A=[b:c::d]"),
        Passes("a colon as value", "A::", "raw A=[:]"),
        Passes("every octet of obs-text", "A: " + string.Concat(Enumerable.Range(0x80, 128).Select(static c => (char)c)), "raw A=[" + string.Concat(Enumerable.Range(0x80, 128).Select(static c => (char)c)) + "]"),
        Passes("every visible octet", "A: " + string.Concat(Enumerable.Range(0x21, 94).Select(static c => (char)c)), "=[" + string.Concat(Enumerable.Range(0x21, 94).Select(static c => (char)c)) + "]"),
        Passes("UTF-8 is not decoded", "A: \u00c3\u00a4", "a=[\u00c3\u00a4]"),
        Passes("a no-break space is not trimmed", "A: \u00a0b\u00a0", "raw A=[\u00a0b\u00a0]"),
        Passes("0x85 is not trimmed", "A: \u0085b\u0085", "raw A=[\u0085b\u0085]"),
        Passes("quotes are not interpreted", "A: \"b\\", "raw A=[\"b\\]"),
        Passes("a name of all token characters", "!#$%&'*+-.^_`|~0aZ: v", "raw !#$%&'*+-.^_`|~0aZ=[v]"),
        Passes("order, case and duplicates", "A: 1\r\nb: 2\r\na: 3", "raw A=[1]\nraw b=[2]\nraw a=[3]"),
        Passes("a name like an object's", "__proto__: a\r\nconstructor: b", "raw __proto__=[a]"),
        Refused("a blank before the colon", "A : b"),
        Refused("a tab before the colon", "A\t: b"),
        Refused("a blank within a name", "A B: c"),
        Refused("a tab within a name", "A\tB: c"),
        Refused("an empty name", ": b"),
        Refused("a blank as name", " : b"),
        Refused("no colon", "A"),
        Refused("no colon, with blanks", "A b"),
        Refused("a folded value", "A: b\r\n c"),
        Refused("a value folded with a tab", "A: b\r\n\tc"),
        Refused("an empty value, folded", "A:\r\n b"),
        Refused("a line of blanks", "A: b\r\n \r\nC: d"),
        Refused("a line of blanks as the end", "A: b\r\n \r\n"),
        Refused("a bare LF within a value", "A: b\nC: d"),
        Refused("a bare LF and a blank", "A: b\n c"),
        Refused("a bare CR within a value", "A: b\rC: d"),
        Refused("a bare CR at the end of a value", "A: b\r"),
        Refused("a bare CR as value", "A:\r"),
        Refused("CR CR LF", "A: b\r\r\nC: d"),
        Refused("LF CR", "A: b\n\rC: d"),
        Refused("a bare CR in a name", "A\rB: c"),
        Refused("a bare LF in a name", "A\nB: c"),
        Refused("a bare CR before the colon", "A\r: c"),
        Refused("a request line as field", "GET / HTTP/1.1"),
        new("whitespace before the first field", "GET / HTTP/1.1\r\n A: b\r\nHost: h\r\n\r\n", "400 closed"),
        new("a tab before the first field", "GET / HTTP/1.1\r\n\tHost: h\r\n\r\n", "400 closed"),
        new("a blank line of blanks after the request line", "GET / HTTP/1.1\r\n \r\nHost: h\r\n\r\n", "400 closed"),
        new("a bare LF as the empty line", "GET / HTTP/1.1\r\nHost: h\r\n\n", "400 closed"),
        new("CR CR LF as the empty line", "GET / HTTP/1.1\r\nHost: h\r\n\r\r\n", "400 closed"),
        new("junk between CR and LF of the empty line", "GET / HTTP/1.1\r\nHost: h\r\n\rx\n", "400 closed"),
        new("LF LF as the end", "GET / HTTP/1.1\r\nHost: h\n\n", "400 closed"),
    ];

    private static WireCase Passes(string title, string line, string shows) => new(title, Get(line), "200 kept") { Shows = shows };

    private static WireCase Refused(string title, string line) => new(title, Get(line), "400 closed");

    private static string Get(string line) => $"GET / HTTP/1.1\r\nHost: h\r\n{line}\r\n\r\n";
}
