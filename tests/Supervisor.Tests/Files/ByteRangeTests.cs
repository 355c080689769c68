using HttpActors.Supervisor.Files;

namespace HttpActors.Supervisor.Tests.Files;

public class ByteRangeTests
{
    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=0-9", 0, 10)]
    [InlineData("bytes=5-", 5, 5)]
    [InlineData("bytes=9-9", 9, 1)]
    [InlineData("bytes=2-100", 2, 8)]
    [InlineData("bytes=-3", 7, 3)]
    [InlineData("bytes=-10", 0, 10)]
    [InlineData("bytes=-11", 0, 10)]
    [InlineData("BYTES=1-2", 1, 2)]
    [InlineData("bytes= 1-2 ", 1, 2)]
    [InlineData("bytes=1-99999999999999999999", 1, 9)]
    [InlineData("bytes=-99999999999999999999", 0, 10)]
    public void One_range_selects_a_part(string field, long start, long length) =>
        Assert.Equal(new ByteRange(RangeKind.Partial, start, length), ByteRange.Parse(field, 10));

    [Theory]
    [InlineData("bytes=10-")]
    [InlineData("bytes=10-12")]
    [InlineData("bytes=99999999999999999999-")]
    [InlineData("bytes=-0")]
    public void A_range_past_the_end_cannot_be_satisfied(string field) =>
        Assert.Equal(RangeKind.Unsatisfiable, ByteRange.Parse(field, 10).Kind);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bytes")]
    [InlineData("bytes=")]
    [InlineData("bytes=-")]
    [InlineData("bytes=5")]
    [InlineData("bytes=5-2")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=+1-2")]
    [InlineData("bytes=1-2x")]
    [InlineData("bytes=--1")]
    [InlineData("bytes=0-1,3-4")]
    [InlineData("bytes=-1,-2")]
    [InlineData("lines=1-2")]
    [InlineData("bytes 0-1")]
    [InlineData("bytes=0x0-1")]
    [InlineData("bytes=\u0661-2")]
    public void What_is_malformed_multiple_or_foreign_is_ignored(string? field) =>
        Assert.Equal(new ByteRange(RangeKind.Whole, 0, 10), ByteRange.Parse(field, 10));

    [Theory]
    [InlineData("bytes=0-0")]
    [InlineData("bytes=0-")]
    [InlineData("bytes=-5")]
    public void An_empty_file_has_no_parts(string field) =>
        Assert.Equal(RangeKind.Whole, ByteRange.Parse(field, 0).Kind);
}
