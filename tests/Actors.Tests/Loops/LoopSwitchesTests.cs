using HttpActors.Actors.Loops;

namespace HttpActors.Actors.Tests.Loops;

public sealed class LoopSwitchesTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("60000", 60_000)]
    [InlineData(null, 10)]
    [InlineData("", 10)]
    [InlineData("0", 10)]
    [InlineData("-5", 10)]
    [InlineData("soon", 10)]
    [InlineData("99999999999", 10)]
    public void A_hand_off_limit_that_cannot_be_is_the_default(string? text, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), LoopSwitches.ParseHandOff(text));

    [Theory]
    [InlineData("0", 2, 0)]
    [InlineData("40", 2, 40)]
    [InlineData("40", 1, 40)]
    [InlineData("1000", 2, 1000)]
    [InlineData("1001", 2, 100)]
    [InlineData("-1", 2, 100)]
    [InlineData("long", 2, 100)]
    [InlineData(null, 2, 100)]
    [InlineData(null, 1, 0)]
    public void Loops_poll_where_there_are_cores_to_spare_and_as_long_as_is_said(string? text, int cores, int microseconds) =>
        Assert.Equal(TimeSpan.FromMicroseconds(microseconds), LoopSwitches.ParsePoll(text, cores));
}
