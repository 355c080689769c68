using HttpActors.Bench.Soak;
using HttpActors.Bench.Soak.Report;

namespace HttpActors.Bench.Tests.Soak;

/// <summary>The soak of <c>bench/Soak</c>, for as long as a test may take.</summary>
public sealed class SoakTests
{
    private static readonly SoakOptions Short = new() { Duration = TimeSpan.FromSeconds(4), Rate = 300, Connections = 32 };

    [Theory]
    [InlineData(HttpTransport.Automatic)]
    [InlineData(HttpTransport.ThreadPool)]
    public async Task MixedLoadHasNoErrorAndLeavesNothingBehind(HttpTransport transport)
    {
        var result = await new SoakRun(Short with { Transport = transport }, TextWriter.Null, CancellationToken.None).RunAsync();

        var summary = new StringWriter();
        Summary.Write(result, summary);
        Assert.True(result.Holds, summary.ToString());
        Assert.True(result.Requests > 100, summary.ToString());
    }
}
