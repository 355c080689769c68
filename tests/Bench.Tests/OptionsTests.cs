using HttpActors.Bench.Load;
using HttpActors.Bench.Load.Generator;

namespace HttpActors.Bench.Tests;

public class OptionsTests
{
    [Fact]
    public void Rows_and_peers_are_lists_and_may_be_repeated()
    {
        var options = BenchOptions.Parse(["--row", "p5,P11", "--row", "P1", "--peers", "ours,Kestrel"]);
        Assert.Equal(["P5", "P11", "P1"], options.Rows);
        Assert.Equal(["ours", "kestrel"], options.Peers);
    }

    [Theory]
    [InlineData("--fast")]
    [InlineData("--row")]
    [InlineData("--row", "P99")]
    [InlineData("--rounds", "0")]
    [InlineData("--seconds", "1000")]
    [InlineData("--plot", "/no/such/file")]
    public void What_the_bench_does_not_know_is_refused(params string[] arguments) =>
        Assert.Throws<UsageException>(() => BenchOptions.Parse(arguments));

    [Theory]
    [InlineData]
    [InlineData("--target", "192.0.2.1:80")]
    [InlineData("--target", "127.0.0.1:80", "--connections", "100000")]
    [InlineData("--target", "127.0.0.1:80", "--every", "100")]
    [InlineData("--target", "127.0.0.1:80", "--close", "--pipeline", "16")]
    [InlineData("--target", "127.0.0.1:80", "--unknown")]
    public void What_the_generator_must_not_do_is_refused(params string[] arguments) =>
        Assert.Throws<GeneratorException>(() => GeneratorOptions.Parse(arguments));
}
