using HttpActors.Actors.Server;

namespace HttpActors.Actors.Tests.Sessions;

/// <summary>The network cuts where it likes: the effects are those of the whole.</summary>
public sealed class SessionSplitTests
{
    public static TheoryData<string> Inputs => new()
    {
        "GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
        "POST /c HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\nhello worldGET /d HTTP/1.1\r\nHost: h\r\n\r\n",
        "POST /e HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n1\r\n!\r\n0\r\nT: 1\r\n\r\n\r\nGET /f HTTP/1.0\r\n\r\n",
        "POST /g HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\nhiGET /bad\r\n\r\n",
        "POST /h HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nzz\r\n",
        "PUT /i HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: nonsense\r\n\r\nabc",
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Every_cut_in_two_has_the_same_effects(string input)
    {
        var whole = Run([input]);
        for (var cut = 1; cut < input.Length; cut++)
        {
            Assert.Equal(whole, Run([input[..cut], input[cut..]]));
        }
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Octet_by_octet_has_the_same_effects(string input) =>
        Assert.Equal(Run([input]), Run(input.Select(octet => octet.ToString())));

    /// <summary>The effects and the output; each request is echoed when it is complete.</summary>
    private static string Run(IEnumerable<string> portions)
    {
        var driver = new SessionDriver();
        driver.World.Demand = BodyDemand.Flow;
        foreach (var portion in portions)
        {
            driver.Feed(portion);
            while (driver.State == SessionState.Responding)
            {
                driver.Respond();
                driver.NextTurn();
            }
        }

        return string.Join('\n', driver.Log) + "\n---\n" + driver.World.TakeOutput() + "---\n" + driver.State;
    }
}
