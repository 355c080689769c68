using System.Diagnostics;
using System.Globalization;

namespace HttpActors.Protocol.Tests;

public class GrammarTests
{
    [Fact]
    public void Tokens_are_made_of_the_77_characters_of_the_RFC()
    {
        var valid = Enumerable.Range(0, 256).Where(static c => Grammar.IsToken([(char)c])).Select(static c => (char)c);
        Assert.Equal("!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~", string.Concat(valid));
        Assert.Equal(77, Enumerable.Range(0, 256).Count(static b => Grammar.IsToken([(byte)b])));
        Assert.False(Grammar.IsToken(""));
        Assert.False(Grammar.IsToken(ReadOnlySpan<byte>.Empty));
        Assert.False(Grammar.IsToken("\u0141"));
    }

    [Fact]
    public void Field_values_are_made_of_all_but_controls()
    {
        for (var c = 0; c < 0x200; c++)
        {
            var valid = c == '\t' || c is (>= 0x20 and < 0x7F) or (>= 0x80 and <= 0xFF);
            Assert.Equal(valid, Grammar.IsFieldValue([(char)c]));
            if (c < 256)
            {
                Assert.Equal(valid, Grammar.IsFieldValue([(byte)c]));
            }
        }

        Assert.True(Grammar.IsFieldValue(""));
    }

    [Fact]
    public void Targets()
    {
        for (var c = 0; c < 0x200; c++)
        {
            Assert.Equal(c is > 0x20 and < 0x7F && c != '#', Grammar.IsTarget([(char)c]));
            Assert.Equal(c is > 0x20 and <= 0xFF && c != 0x7F, Grammar.IsSendableTarget([(char)c]));
        }

        Assert.False(Grammar.IsTarget(""));
    }

    [Theory]
    [InlineData("::", true)]
    [InlineData("::1", true)]
    [InlineData("1::", true)]
    [InlineData("1:2:3:4:5:6:7:8", true)]
    [InlineData("1:2:3:4:5:6:1.2.3.4", true)]
    [InlineData("::ffff:255.255.255.255", true)]
    [InlineData("1:2:3::5:6:7:8", true)]
    [InlineData("1::3:4:5:6:7:8", true)]
    [InlineData("v1F.a:b", true)]
    [InlineData("V1.~", true)]
    [InlineData("", false)]
    [InlineData(":", false)]
    [InlineData(":::", false)]
    [InlineData("1:2:3:4:5:6:7", false)]
    [InlineData("1::2:3:4:5:6:7:8", false)]
    [InlineData("12345::", false)]
    [InlineData("g::", false)]
    [InlineData("::1.2.3", false)]
    [InlineData("::1.2.3.4.5", false)]
    [InlineData("::256.1.1.1", false)]
    [InlineData("::01.1.1.1", false)]
    [InlineData("1.2.3.4::", false)]
    [InlineData("1.2.3.4", false)]
    [InlineData("::1%eth0", false)]
    [InlineData("v.a", false)]
    [InlineData("vg.a", false)]
    [InlineData("v1.", false)]
    [InlineData("v1.a/b", false)]
    public void Ipv6_literals(string text, bool valid)
    {
        Assert.Equal(valid, Ipv6Rules.IsLiteral(Wire.Bytes(text)));
        Assert.Equal(valid, HostRules.IsValid(Wire.Bytes($"[{text}]:80")));
    }

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("0000000000000000007", 7L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("9999999999999999999", null)]
    [InlineData("18446744073709551617", null)]
    [InlineData("00000000000000000007", null)]
    [InlineData("", null)]
    [InlineData("1a", null)]
    [InlineData("/", null)]
    [InlineData(":", null)]
    public void Decimal_numbers(string text, long? value)
    {
        Assert.Equal(value is not null, Numbers.TryParseDecimal(Wire.Bytes(text), out var bytes));
        Assert.Equal(value is not null, Numbers.TryParseDecimal(text, out var chars));
        Assert.True(value is null || (bytes == value && chars == value));
    }

    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT")]
    [InlineData("Sun Nov  6 08:49:37 1994")]
    [InlineData("Sun Nov 06 08:49:37 1994")]
    public void Dates_of_three_forms(string text)
    {
        var expected = new DateTimeOffset(1994, 11, 6, 8, 49, 37, TimeSpan.Zero);
        Assert.True(HttpDate.TryParse(text, out var date));
        Assert.Equal(expected, date);
        Assert.True(HttpDate.TryParse(text, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), out date));
        Assert.Equal(expected, date);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("Sun, 6 Nov 1994 08:49:37 GMT")]
    [InlineData("Mon, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 UTC")]
    [InlineData("Sun, 06 Nov 1994 08:49:37")]
    [InlineData("Sun, 32 Nov 1994 08:49:37 GMT")]
    [InlineData("1994-11-06T08:49:37Z")]
    public void Dates_of_no_form(string text) => Assert.False(HttpDate.TryParse(text, out _));

    [Fact]
    public void Dates_are_written_as_IMF_fixdate_in_GMT()
    {
        var date = new DateTimeOffset(1994, 11, 6, 9, 49, 37, 999, TimeSpan.FromHours(1));
        var bytes = new byte[HttpDate.Length];
        HttpDate.Format(date, bytes);
        Assert.Equal("Sun, 06 Nov 1994 08:49:37 GMT", Wire.Text(bytes));
        Assert.Equal("Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.Format(date));
        Assert.Throws<ArgumentException>(() => HttpDate.Format(date, new byte[HttpDate.Length - 1]));
    }

    [Fact]
    public void Two_digit_years_more_than_fifty_years_ahead_are_past()
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.True(HttpDate.TryParse("Friday, 06-Nov-76 08:49:37 GMT", now, out var date) || HttpDate.TryParse("Saturday, 06-Nov-76 08:49:37 GMT", now, out date));
        Assert.Equal(2076, date.Year);
        Assert.True(HttpDate.TryParse("Sunday, 06-Nov-77 08:49:37 GMT", now, out date) || HttpDate.TryParse("Saturday, 06-Nov-77 08:49:37 GMT", now, out date));
        Assert.Equal(1977, date.Year);
    }
}
