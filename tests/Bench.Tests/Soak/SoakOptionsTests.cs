using HttpActors.Bench.Soak;

namespace HttpActors.Bench.Tests.Soak;

public sealed class SoakOptionsTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("2h", 7200)]
    [InlineData("1.5m", 90)]
    public void ATimeHasAUnit(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), SoakOptions.Parse(["--duration", text]).Duration);

    [Theory]
    [InlineData("--duration", "90")]
    [InlineData("--duration", "")]
    [InlineData("--duration", "0s")]
    [InlineData("--rate", "0")]
    [InlineData("--transport", "carrier-pigeon")]
    [InlineData("--durations", "1s")]
    public void WhatCannotBeIsRefusedWithItsName(string flag, string value) =>
        Assert.Contains(flag, Assert.Throws<UsageException>(() => SoakOptions.Parse([flag, value])).Message, StringComparison.Ordinal);

    [Fact]
    public void AFlagWithoutItsValueIsRefused() =>
        Assert.Throws<UsageException>(() => SoakOptions.Parse(["--duration"]));
}
