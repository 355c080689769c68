using System.Text;

namespace HttpActors.Protocol.Tests;

/// <summary>The names that frame a message are known in any case, and no other name is taken for one (RFC 9110 section 5.1).</summary>
public class KnownNameTests
{
    [Theory]
    [InlineData("Host", "h")]
    [InlineData("Expect", "100-continue")]
    [InlineData("Upgrade", "a")]
    [InlineData("Connection", "close")]
    [InlineData("Content-Length", "1")]
    [InlineData("Transfer-Encoding", "chunked")]
    public void A_name_is_known_by_each_of_its_characters(string name, string value)
    {
        var known = Flags(name, value);
        Assert.NotEqual(FieldFlags.None, known);
        Assert.Equal(known, Flags(name.ToUpperInvariant(), value));
        Assert.Equal(known, Flags(name.ToLowerInvariant(), value));
        for (var place = 0; place < name.Length; place++)
        {
            for (var c = '!'; c < '\x7F'; c++)
            {
                if (!Grammar.IsToken(c.ToString()))
                {
                    continue;
                }

                var other = name[..place] + c + name[(place + 1)..];
                var expected = other.Equals(name, StringComparison.OrdinalIgnoreCase) ? known : FieldFlags.None;
                Assert.True(expected == Flags(other, value), other);
            }
        }
    }

    private static FieldFlags Flags(string name, string value)
    {
        var head = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\n{name}: {value}\r\n\r\n");
        Assert.True(RequestHeadParser.TryParse(head, Http1Limits.Default, out var layout));
        return layout.Facts.Flags;
    }
}
