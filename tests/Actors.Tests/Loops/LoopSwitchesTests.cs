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
}
