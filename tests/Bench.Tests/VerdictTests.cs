using HttpActors.Bench.Load;
using HttpActors.Bench.Load.Report;

namespace HttpActors.Bench.Tests;

public class VerdictTests
{
    [Theory]
    [InlineData(5, 10, 0.5, false, nameof(Outcome.Met))]
    [InlineData(5.1, 10, 0.5, false, nameof(Outcome.Missed))]
    [InlineData(16, 10, 1.6, true, nameof(Outcome.Met))]
    [InlineData(15.9, 10, 1.6, true, nameof(Outcome.Missed))]
    public void A_ratio_is_ours_over_the_peers(double ours, double kestrel, double limit, bool atLeast, string outcome)
    {
        var verdict = Verdict.Ratio(Metric(ours, kestrel), PeerNames.Kestrel, limit, atLeast);
        Assert.Equal(outcome, verdict.Outcome.ToString());
    }

    [Fact]
    public void What_one_side_lacks_is_not_measured()
    {
        Assert.Equal(Outcome.NotMeasured, Verdict.Ratio(Metric(5, 10), PeerNames.Floor, 1.3).Outcome);
        Assert.Equal(Outcome.NotMeasured, Verdict.Absolute(new Metric("case", "name", "KB"), 2.5).Outcome);
    }

    [Fact]
    public void The_median_decides_and_not_the_best_value()
    {
        var metric = new Metric("case", "name", "ms") { Values = { [PeerNames.Ours] = [90, 300, 120] } };
        Assert.Equal(Outcome.Missed, Verdict.Absolute(metric, 100).Outcome);
    }

    private static Metric Metric(double ours, double kestrel) => new("case", "name", "µs")
    {
        Values = { [PeerNames.Ours] = [ours], [PeerNames.Kestrel] = [kestrel] },
    };
}
