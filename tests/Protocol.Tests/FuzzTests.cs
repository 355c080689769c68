using HttpActors.Fuzz.Core;

namespace HttpActors.Protocol.Tests;

/// <summary>
/// The short form of <c>tests/Fuzz</c>: a message or a protocol error, whole equals every split, no allocation beyond
/// the limits, and the oracle's opinion of every head.
/// </summary>
public class FuzzTests
{
    private const long Cases = 30_000;

    [Theory]
    [InlineData("requests")]
    [InlineData("chunks")]
    [InlineData("responses")]
    public void No_finding(string target)
    {
        var (findings, cases) = Fuzzer.Run(FuzzTarget.All.Single(one => one.Name == target), seed: 7, first: 0, Cases, TimeSpan.FromSeconds(60));
        Assert.Empty(findings);
        Assert.True(cases > 0);
    }

    // The fuzzer must be able to find something: cases are of every kind.
    [Theory]
    [InlineData("requests")]
    [InlineData("chunks")]
    [InlineData("responses")]
    public void Cases_are_taken_and_refused(string target)
    {
        var one = FuzzTarget.All.Single(one => one.Name == target);
        var role = target == "responses" ? Role.Client : Role.Server;
        var errors = Enumerable.Range(0, 3000)
            .Select(number => Replay.Run(role, one.Make(7, number), [one.Make(7, number).Length]).Error)
            .ToArray();
        Assert.InRange(errors.Count(error => error is null), 300, 2700);
        Assert.InRange(errors.Distinct().Count(), 10, 100);
    }

    [Fact]
    public void A_case_is_known_by_its_seed_and_number()
    {
        var target = FuzzTarget.All[0];
        Assert.Equal(target.Make(1, 2), target.Make(1, 2));
        Assert.NotEqual(target.Make(1, 2), target.Make(1, 3));
        Assert.NotEqual(target.Make(1, 2), target.Make(2, 2));
    }
}
