using HttpActors.Bench.Load.Generator;

namespace HttpActors.Bench.Tests;

public class LatencyHistogramTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(1_000_000)]
    [InlineData(500_000_000_000)]
    public void Percentiles_are_within_a_bucket_of_the_sorted_values(double largest)
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 50_000).Select(_ => (long)Math.Exp(random.NextDouble() * Math.Log(largest))).ToArray();
        var histogram = new LatencyHistogram();
        foreach (var value in values)
            histogram.Record(value);
        Array.Sort(values);

        foreach (var percent in (double[])[1, 50, 90, 99, 99.9, 100])
        {
            var exact = values[(int)Math.Ceiling(values.Length * percent / 100) - 1];
            Assert.InRange(histogram.Percentile(percent), exact * 0.992, exact * 1.008);
        }
    }

    [Fact]
    public void Values_outside_the_range_count_as_its_ends()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(-1);
        histogram.Record(long.MaxValue);
        Assert.Equal(2, histogram.Count);
        Assert.Equal(0, histogram.Percentile(50));
        Assert.True(histogram.Percentile(100) > TimeSpan.FromMinutes(10).TotalNanoseconds);
    }

    [Fact]
    public void The_sum_of_two_holds_the_values_of_both()
    {
        var (one, other) = (new LatencyHistogram(), new LatencyHistogram());
        one.Record(10);
        other.Record(100);
        one.Add(other);
        Assert.Equal((2, 10, 100), (one.Count, one.Percentile(50), one.Percentile(100)));
    }

    [Fact]
    public void An_empty_one_answers_0() => Assert.Equal(0, new LatencyHistogram().Percentile(99));
}
