using HttpActors.Supervisor.Files;

namespace HttpActors.Supervisor.Tests.Files;

public class ConditionsTests
{
    private const string Tag = "\"a-1\"";
    private const string Before = "Sun, 06 Nov 1994 08:49:36 GMT";
    private const string Same = "Sun, 06 Nov 1994 08:49:37 GMT";
    private const string After = "Sun, 06 Nov 1994 08:49:38 GMT";
    private static readonly DateTimeOffset LastModified = new(1994, 11, 6, 8, 49, 37, TimeSpan.Zero);

    [Theory]
    [InlineData("\"a-1\"", true)]
    [InlineData("W/\"a-1\"", true)]
    [InlineData("*", true)]
    [InlineData("\"b\", \"a-1\"", true)]
    [InlineData("\"b\",W/\"a-1\" , \"c\"", true)]
    [InlineData(", \"a-1\"", true)]
    [InlineData("\"a,b\", \"a-1\"", true)]
    [InlineData("\"b\"", false)]
    [InlineData("a-1", false)]
    [InlineData("\"A-1\"", false)]
    [InlineData("\"a-1", false)]
    [InlineData("\"\"", false)]
    [InlineData("W/", false)]
    [InlineData("", false)]
    public void A_list_of_tags_is_compared_weakly_for_If_None_Match(string list, bool matches) =>
        Assert.Equal(matches, EntityTag.Matches(list, Tag, weakly: true));

    [Theory]
    [InlineData("\"a-1\"", true)]
    [InlineData("W/\"a-1\"", false)]
    [InlineData("W/\"a-1\", \"a-1\"", true)]
    [InlineData("*", true)]
    public void A_weak_tag_never_matches_strongly(string list, bool matches) =>
        Assert.Equal(matches, EntityTag.Matches(list, Tag, weakly: false));

    [Fact]
    public void A_tag_is_quoted_and_changes_with_length_and_time()
    {
        var tag = EntityTag.For(255, LastModified);

        Assert.Matches("^\"[0-9a-f]+-[0-9a-f]+\"$", tag);
        Assert.StartsWith("\"ff-", tag, StringComparison.Ordinal);
        Assert.NotEqual(tag, EntityTag.For(254, LastModified));
        Assert.NotEqual(tag, EntityTag.For(255, LastModified.AddTicks(1)));
    }

    [Theory]
    [InlineData(Before, "Send")]
    [InlineData(Same, "NotModified")]
    [InlineData(After, "NotModified")]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT", "NotModified")]
    [InlineData("Sun Nov  6 08:49:37 1994", "NotModified")]
    [InlineData("yesterday", "Send")]
    [InlineData("1994-11-06T08:49:37Z", "Send")]
    public void If_Modified_Since_accepts_the_three_formats_of_a_date(string date, string verdict) =>
        Assert.Equal(verdict, Judge(new Conditions { IfModifiedSince = date }));

    [Fact]
    public void A_tag_outranks_the_date_beside_it()
    {
        Assert.Equal("Send", Judge(new Conditions { IfNoneMatch = "\"other\"", IfModifiedSince = After }));
        Assert.Equal("NotModified", Judge(new Conditions { IfNoneMatch = Tag, IfModifiedSince = Before }));
        Assert.Equal("Send", Judge(new Conditions { IfMatch = Tag, IfUnmodifiedSince = Before }));
    }

    [Fact]
    public void A_failed_precondition_outranks_everything_else()
    {
        Assert.Equal("Failed", Judge(new Conditions { IfMatch = "\"other\"", IfNoneMatch = Tag }));
        Assert.Equal("Failed", Judge(new Conditions { IfMatch = "W/" + Tag }));
        Assert.Equal("Failed", Judge(new Conditions { IfUnmodifiedSince = Before }));
        Assert.Equal("Send", Judge(new Conditions { IfUnmodifiedSince = Same }));
        Assert.Equal("Send", Judge(new Conditions { IfMatch = "*" }));
        Assert.Equal("Send", Judge(default));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(Tag, true)]
    [InlineData("W/\"a-1\"", false)]
    [InlineData("\"other\"", false)]
    [InlineData("*", false)]
    [InlineData(Same, true)]
    [InlineData(After, false)]
    [InlineData(Before, false)]
    public void If_Range_allows_a_part_of_the_same_state_only(string? field, bool allowed) =>
        Assert.Equal(allowed, new Conditions { IfRange = field }.AllowRange(Tag, LastModified));

    [Fact]
    public void Dates_are_written_in_the_one_preferred_format()
    {
        Assert.Equal(Same, HttpDate.Format(LastModified));
        Assert.Equal(LastModified, HttpDate.ToSeconds(LastModified.AddMilliseconds(999)));
    }

    private static string Judge(Conditions conditions) => conditions.Judge(Tag, LastModified).ToString();
}
