using HttpActors.Actors.Server;
using HttpActors.Protocol;

namespace HttpActors.Actors.Tests.Sessions;

/// <summary>Expect, CONNECT, Upgrade and informational responses.</summary>
public sealed class SessionExpectationTests
{
    private const string Expecting = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";

    [Fact]
    public void A_client_that_waits_for_100_gets_it_before_the_handler_runs()
    {
        var driver = new SessionDriver();
        var before = "";
        driver.World.Handler = _ => before = driver.World.TakeOutput();
        driver.Feed(Expecting);
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", before);
        driver.World.Demand = BodyDemand.Flow;
        driver.Feed("abc");
        driver.Respond();
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", driver.World.TakeOutput());
        Assert.Equal(SessionState.AwaitingHead, driver.State);
    }

    [Theory]
    [InlineData("POST / HTTP/1.0\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n\r\n")]
    public void Without_a_body_or_in_HTTP_1_0_nobody_waits_for_100(string request)
    {
        var driver = new SessionDriver();
        driver.Feed(request);
        Assert.Equal("", driver.World.TakeOutput());
        Assert.Single(driver.Log);
    }

    [Fact]
    public void Another_expectation_is_answered_with_417_and_no_handler_runs()
    {
        var driver = new SessionDriver();
        driver.Feed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 200-ok\r\n\r\nabc");
        Assert.StartsWith("HTTP/1.1 417 Expectation Failed\r\n", driver.World.TakeOutput());
        Assert.Equal(["refuse 417 ERR_HTTP_EXPECTATION", "close ProtocolError"], driver.Log);
        Assert.Equal(SessionState.Closing, driver.State);
        Assert.Equal("", driver.Held);
    }

    [Theory]
    [InlineData("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n", "CONNECT h:443")]
    [InlineData("GET /x HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: y\r\n\r\n", "GET /x")]
    public void Whoever_takes_the_connection_over_gets_what_came_behind_the_head_and_no_deadline_runs(string head, string request)
    {
        var driver = new SessionDriver();
        driver.World.TakesOver = true;
        driver.Feed(head + "raw \0 octets");
        Assert.Equal([$"switch {request} raw \0 octets"], driver.Log);
        Assert.Equal(SessionState.Switched, driver.State);
        Assert.Equal(long.MaxValue, driver.Session.DeadlineAt);
        Assert.Equal("", driver.Held);
    }

    [Fact]
    public void A_request_with_a_body_is_never_taken_over()
    {
        var driver = new SessionDriver();
        driver.World.TakesOver = true;
        driver.Feed("POST / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: y\r\nContent-Length: 1\r\n\r\n");
        Assert.Equal(["publish POST /"], driver.Log);
    }

    [Fact]
    public void CONNECT_is_not_accepted()
    {
        var driver = new SessionDriver();
        driver.Feed("CONNECT h:1 HTTP/1.1\r\nHost: h:1\r\n\r\n");
        Assert.Equal(["close NotAccepted"], driver.Log);
        Assert.Equal("", driver.World.TakeOutput());
        Assert.Equal(SessionState.Closing, driver.State);
    }

    [Fact]
    public void An_upgrade_that_nobody_takes_is_an_ordinary_request()
    {
        var driver = new SessionDriver().AnsweringAtOnce();
        driver.Feed("GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: foo\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", driver.World.TakeOutput());
        Assert.Equal(SessionState.AwaitingHead, driver.State);
        driver.Feed("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(2, driver.Session.ExchangeCount);
    }

    [Fact]
    public void Informational_responses_precede_the_final_one()
    {
        var driver = new SessionDriver();
        driver.Feed("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        driver.Session.SendInformational(103, [new HeaderField("Link", "</a>")]);
        Assert.Equal("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", driver.World.TakeOutput());
        Assert.False(driver.Session.ResponseStarted);
        driver.Respond();
        Assert.Equal(SessionState.AwaitingHead, driver.State);
    }
}
