using System.Xml.Linq;
using HttpActors.Bench.Load;
using HttpActors.Bench.Load.Report;

namespace HttpActors.Bench.Tests;

public class ResultFileTests
{
    [Fact]
    public void What_is_written_is_read_again_and_draws_the_same_plot()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var result = Result();
            result.Write(path);
            var again = ResultFile.Read(path);
            Assert.Equal(result.Rows[0].Metrics[0].Values[PeerNames.Ours], again.Rows[0].Metrics[0].Values[PeerNames.Ours]);
            Assert.Equal(result.Rows[0].Verdicts, again.Rows[0].Verdicts);
            Assert.Equal(result.Machine, again.Machine);
            Assert.Equal(Plot.Draw(result), Plot.Draw(again));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_plot_has_a_line_for_each_peer_with_more_than_one_point()
    {
        var svg = XDocument.Parse(Plot.Draw(Result())!);
        Assert.Equal(2, svg.Descendants().Count(element => element.Name.LocalName == "polyline"));
    }

    [Fact]
    public void Without_figures_over_connections_there_is_no_plot() => Assert.Null(Plot.Draw(Result() with { Rows = [] }));

    private static ResultFile Result() => new()
    {
        StartedUtc = new DateTime(2026, 1, 2, 3, 4, 0, DateTimeKind.Utc),
        Kind = "full",
        Settings = "3 rounds",
        Machine = new Machine("a processor", 2, 8, "Linux", ".NET", 0) { CongestionControl = "bbr" },
        Peers = [new PeerInfo(PeerNames.Ours, "1.0", null)],
        Rows =
        [
            new RowResult("P13", "growth")
            {
                Metrics = [At(16, 50_500), At(64, 60_000)],
                Verdicts = [new Verdict("growth", 1.25, 1.5, false, "x")],
            },
        ],
    };

    private static Metric At(int connections, double rate) => new("hello", "throughput", "requests/s")
    {
        Connections = connections,
        Values = { [PeerNames.Ours] = [rate, rate + 1, rate + 2], [PeerNames.Kestrel] = [rate / 2] },
    };
}
