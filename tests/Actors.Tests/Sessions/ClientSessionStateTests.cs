using HttpActors.Actors.Client;
using HttpActors.Protocol;

namespace HttpActors.Actors.Tests.Sessions;

/// <summary>Every state of a client's session and the ways between them.</summary>
public sealed class ClientSessionStateTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    [Fact]
    public void A_new_session_is_idle_and_a_request_makes_it_wait_for_a_head()
    {
        var driver = new ClientSessionDriver();
        Assert.Equal((ClientState.Idle, true, 0L), (driver.State, driver.Session.WantsInput, driver.Session.RequestCount));
        driver.Ask();
        Assert.Equal((ClientState.AwaitingHead, true, 1L), (driver.State, driver.Session.WantsInput, driver.Session.RequestCount));
        Assert.StartsWith("GET / HTTP/1.1\r\n", driver.World.TakeOutput());
    }

    [Fact]
    public void A_response_that_came_whole_frees_the_connection_at_once()
    {
        var driver = ClientSessionDriver.Asking();
        Assert.Equal(InputProgress.NeedInput, driver.Feed(Ok));
        Assert.Equal(["head 200", "body ok", "end", "free"], driver.Log);
        Assert.Equal(ClientState.Idle, driver.State);
    }

    [Fact]
    public void A_response_in_pieces_is_read_in_ReadingBody()
    {
        var driver = ClientSessionDriver.Asking();
        driver.Feed(Ok[..^1]);
        Assert.Equal((ClientState.ReadingBody, true), (driver.State, driver.Session.ResponseHeadSeen));
        driver.Feed(Ok[^1..]);
        Assert.Equal(["head 200", "body ok", "end", "free"], driver.Log);
    }

    [Fact]
    public void A_body_that_nobody_wants_is_not_parsed_and_its_end_is_not_watched_for()
    {
        var driver = ClientSessionDriver.Asking();
        driver.Feed(Ok[..^2]);
        driver.World.Demand = BodyDemand.None;
        Assert.Equal(InputProgress.Blocked, driver.Feed("ok"));
        Assert.Equal(("ok", false, false), (driver.Held, driver.Session.WantsInput, driver.Session.WatchesInput));
        driver.World.Demand = BodyDemand.Flow;
        driver.Pump();
        Assert.Equal(ClientState.Idle, driver.State);
    }

    [Fact]
    public void What_nobody_will_read_is_thrown_away_up_to_a_cap()
    {
        var driver = ClientSessionDriver.Asking(settings: ClientSettings.Default with { MaxDiscardedBytes = 5 });
        driver.World.Demand = BodyDemand.Discard;
        driver.Feed("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
        driver.Feed("12345");
        Assert.Equal(ClientState.ReadingBody, driver.State);
        driver.Feed("6");
        Assert.Equal(["head 200", "fail Discarded"], driver.Log);
    }

    [Fact]
    public void A_request_that_is_answered_early_is_finished_before_the_connection_is_free()
    {
        var driver = new ClientSessionDriver();
        driver.Begin();
        driver.Session.SendData("half"u8);
        driver.Feed(Ok);
        Assert.Equal((ClientState.Finishing, false, true, true), (driver.State, driver.Session.WantsInput, driver.Session.WatchesInput, driver.Session.TakesContent));
        Assert.Equal(["head 200", "body ok", "end"], driver.Log);
        driver.Session.SendData("whole"u8);
        driver.End();
        Assert.Equal(ClientState.Idle, driver.State);
        Assert.Equal("free", driver.Log.Last());
        Assert.EndsWith("4\r\nhalf\r\n5\r\nwhole\r\n0\r\n\r\n", driver.World.TakeOutput());
    }

    [Fact]
    public void An_early_answer_that_says_close_does_not_wait_for_the_request()
    {
        var driver = new ClientSessionDriver();
        driver.Begin();
        driver.Feed("HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(["head 413", "end", "last"], driver.Log);
        Assert.Equal(ClientState.Closed, driver.State);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nKeep-Alive: max=0\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n\r\n")]
    public void A_connection_that_cannot_or_must_not_go_on_is_not_free(string answer)
    {
        var driver = ClientSessionDriver.Asking();
        driver.Feed(answer);
        Assert.Equal(["head 200", "end", "last"], driver.Log);
    }

    [Fact]
    public void Upgraded_octets_behind_101_are_the_new_protocols()
    {
        var driver = ClientSessionDriver.Asking(fields: [new("Connection", "Upgrade"), new("Upgrade", "x")]);
        driver.Feed("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\nfirst");
        Assert.Equal(["switch 101 first"], driver.Log);
        Assert.Equal((ClientState.Switched, false, "", long.MaxValue), (driver.State, driver.Session.WantsInput, driver.Held, driver.Session.DeadlineAt));
    }

    [Fact]
    public void A_tunnel_begins_behind_2xx_to_CONNECT_and_nothing_else()
    {
        var refused = ClientSessionDriver.Asking("CONNECT");
        refused.Feed("HTTP/1.1 407 Who\r\nContent-Length: 2\r\n\r\nno");
        Assert.Equal(["head 407", "body no", "end", "free"], refused.Log);
        var opened = ClientSessionDriver.Asking("CONNECT");
        opened.Feed("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nraw");
        Assert.Equal(["switch 200 raw"], opened.Log);
    }

    [Fact]
    public void Trailers_come_with_the_end()
    {
        var driver = ClientSessionDriver.Asking();
        driver.Feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n");
        Assert.Equal(["head 200", "body ok", "end X-Sum=1", "free"], driver.Log);
    }

    [Fact]
    public void Two_requests_follow_each_other_on_one_connection()
    {
        var driver = ClientSessionDriver.Asking();
        driver.Feed(Ok);
        driver.Ask("HEAD");
        Assert.False(driver.Session.ResponseBegan);
        driver.Feed("HTTP/1.1 204 No Content\r\n\r\n");
        Assert.Equal(["head 200", "body ok", "end", "free", "head 204", "end", "free"], driver.Log);
        Assert.Equal(2, driver.Session.RequestCount);
    }

    /// <summary>The network cuts where it likes: the effects are those of the whole.</summary>
    [Theory]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello world")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n1\r\n!\r\n0\r\nT: 1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nzz\r\n")]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc")]
    public void Every_cut_in_two_and_octet_by_octet_has_the_same_effects(string input)
    {
        var whole = Run([input]);
        for (var cut = 1; cut < input.Length; cut++)
        {
            Assert.Equal(whole, Run([input[..cut], input[cut..]]));
        }

        Assert.Equal(whole, Run(input.Select(octet => octet.ToString())));
    }

    private static string Run(IEnumerable<string> portions)
    {
        var driver = ClientSessionDriver.Asking();
        foreach (var portion in portions)
        {
            driver.Feed(portion);
        }

        return string.Join('\n', driver.Log) + '\n' + driver.State;
    }
}
