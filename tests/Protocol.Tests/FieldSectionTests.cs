namespace HttpActors.Protocol.Tests;

public class FieldSectionTests
{
    private static readonly FieldSection Fields = Splits.Accepted(
        "GET / HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\nX-Y:\t 1 \r\naccept: b;q=\"c: d\"\r\nEmpty:\r\n\r\n").Fields;

    [Fact]
    public void Order_case_and_duplicates() =>
        Assert.Equal<HeaderField>(
            [new("Host", "a"), new("Accept", "text/html"), new("X-Y", "1"), new("accept", "b;q=\"c: d\""), new("Empty", "")],
            Fields.ToArray());

    [Theory]
    [InlineData("host", "a")]
    [InlineData("ACCEPT", "text/html")]
    [InlineData("x-y", "1")]
    [InlineData("empty", "")]
    public void First_of_a_name_in_any_case(string name, string value)
    {
        Assert.True(Fields.TryGetFirst(name, out var found));
        Assert.Equal(value, found);
        Assert.True(Fields.Contains(name));
    }

    [Theory]
    [InlineData("hos")]
    [InlineData("hostt")]
    [InlineData("")]
    [InlineData("h\u00F6st")]
    public void Not_there(string name)
    {
        Assert.False(Fields.TryGetFirst(name, out var found));
        Assert.Equal("", found);
        Assert.False(Fields.Contains(name));
    }

    [Fact]
    public void The_default_section_is_empty()
    {
        Assert.Equal(0, default(FieldSection).Count);
        Assert.Empty(default(FieldSection).ToArray());
        Assert.False(default(FieldSection).Contains("a"));
    }

    [Fact]
    public void Octets_above_127_are_the_characters_of_the_same_value() =>
        Assert.Equal("\u00E4\u00FF", Splits.Accepted("GET / HTTP/1.1\r\nHost: a\r\nA: \u00E4\u00FF\r\n\r\n").Fields.ToArray()[1].Value);

    [Theory]
    [InlineData("GET http://B:81/x HTTP/1.1\r\nHost: a", "B:81")]
    [InlineData("GET http://b?q HTTP/1.1\r\nHost: a", "b")]
    [InlineData("GET / HTTP/1.1\r\nHost: a:1", "a:1")]
    [InlineData("CONNECT c:443 HTTP/1.1\r\nHost: a", "c:443")]
    [InlineData("GET / HTTP/1.0\r\nA: b", "")]
    public void The_authority_a_request_is_for(string head, string authority) =>
        Assert.Equal(authority, Splits.Accepted(head + "\r\n\r\n").Authority);
}
