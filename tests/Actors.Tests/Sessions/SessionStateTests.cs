using HttpActors.Actors.Server;
using HttpActors.Protocol;

namespace HttpActors.Actors.Tests.Sessions;

/// <summary>Every state of a session and the ways between them.</summary>
public sealed class SessionStateTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private const string Post = "POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n";

    [Fact]
    public void A_new_session_awaits_a_head()
    {
        var driver = new SessionDriver();
        Assert.Equal(SessionState.AwaitingHead, driver.State);
        Assert.True(driver.Session.WantsInput);
        Assert.Equal(DeadlineKind.Headers, driver.Session.Deadline);
        Assert.Equal(0, driver.Session.ExchangeCount);
    }

    [Fact]
    public void Handlers_run_in_Dispatching_and_a_bodiless_request_is_then_Responding()
    {
        var driver = new SessionDriver();
        var during = SessionState.Closed;
        driver.World.Handler = _ => during = driver.State;
        Assert.Equal(InputProgress.Blocked, driver.Feed(Get));
        Assert.Equal(SessionState.Dispatching, during);
        Assert.Equal(SessionState.Responding, driver.State);
        Assert.False(driver.Session.WantsInput);
        Assert.Equal(["publish GET /"], driver.Log);
    }

    [Fact]
    public void A_response_that_ends_in_the_handler_leads_straight_to_the_next_head()
    {
        var driver = new SessionDriver().AnsweringAtOnce();
        Assert.Equal(InputProgress.NeedInput, driver.Feed(Get));
        Assert.Equal(SessionState.AwaitingHead, driver.State);
        Assert.Equal(["publish GET /", "exchange end"], driver.Log);
        Assert.Equal(1, driver.Session.ExchangeCount);
    }

    [Fact]
    public void A_later_response_ends_the_exchange()
    {
        var driver = new SessionDriver();
        driver.Feed(Get);
        driver.Respond();
        Assert.Equal(SessionState.AwaitingHead, driver.State);
        Assert.EndsWith("\r\n\r\nok", driver.World.TakeOutput());
    }

    [Fact]
    public void A_body_that_nobody_wants_yet_is_not_parsed()
    {
        var driver = new SessionDriver();
        Assert.Equal(InputProgress.Blocked, driver.Feed(Post + "hello"));
        Assert.Equal(SessionState.ReadingBody, driver.State);
        Assert.False(driver.Session.WantsInput);
        Assert.Equal("hello", driver.Held);
    }

    [Fact]
    public void A_wanted_body_is_delivered_to_its_end()
    {
        var driver = new SessionDriver();
        driver.World.Demand = BodyDemand.Flow;
        driver.Feed(Post + "hel");
        Assert.Equal(SessionState.ReadingBody, driver.State);
        driver.Feed("lo");
        Assert.Equal(SessionState.Responding, driver.State);
        driver.Respond();
        Assert.Equal(["publish POST /p", "body hello", "request end", "exchange end"], driver.Log);
    }

    [Fact]
    public void Trailers_come_with_the_end_of_the_request()
    {
        var driver = new SessionDriver();
        driver.World.Demand = BodyDemand.Flow;
        driver.Feed("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nSum: 6\r\n\r\n");
        Assert.Equal(["publish POST /", "body abc", "request end Sum=6"], driver.Log);
    }

    [Fact]
    public void A_paused_body_waits_where_it_is()
    {
        var driver = new SessionDriver();
        driver.World.Demand = BodyDemand.Flow;
        driver.Feed(Post + "he");
        driver.World.Demand = BodyDemand.None;
        Assert.Equal(InputProgress.Blocked, driver.Feed("llo"));
        Assert.Equal("llo", driver.Held);
        driver.World.Demand = BodyDemand.Flow;
        driver.Pump();
        Assert.Equal(["publish POST /p", "body hello", "request end"], driver.Log);
    }

    [Fact]
    public void A_response_before_the_end_of_the_request_drains_the_rest()
    {
        var driver = new SessionDriver();
        driver.Feed(Post + "he");
        driver.World.Demand = BodyDemand.Discard;
        driver.Respond();
        Assert.Equal(SessionState.Draining, driver.State);
        driver.Feed("llo" + Get);
        Assert.Equal(
            ["publish POST /p", "request end", "exchange end", "publish GET /"],
            driver.Log);
    }

    [Fact]
    public void A_reader_that_paused_is_not_drained_under_its_feet()
    {
        var driver = new SessionDriver();
        driver.Feed(Post + "he");
        driver.Respond();
        Assert.Equal(SessionState.Draining, driver.State);
        Assert.Equal(InputProgress.Blocked, driver.Feed("llo"));
        Assert.Equal("hello", driver.Held);
    }

    [Fact]
    public void More_than_the_discard_cap_closes_the_connection()
    {
        var driver = new SessionDriver(ServerSettings.Default with { MaxDiscardedBytes = 10 });
        driver.Feed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n");
        driver.World.Demand = BodyDemand.Discard;
        driver.Respond();
        driver.Feed("0123456789");
        Assert.Equal(SessionState.Draining, driver.State);
        driver.Feed("0");
        Assert.Equal(SessionState.Closing, driver.State);
        Assert.Equal(["publish POST /", "exchange end", "close LastResponse"], driver.Log);
    }

    [Theory]
    [InlineData(11, true)]
    [InlineData(10, false)]
    public void A_response_that_gives_up_more_than_the_cap_says_that_it_is_the_last(int length, bool isLast)
    {
        var driver = new SessionDriver(ServerSettings.Default with { MaxDiscardedBytes = 10 });
        driver.Feed($"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {length}\r\n\r\n");
        driver.World.Demand = BodyDemand.Discard;
        driver.Session.GiveUpContent();
        driver.Respond();
        Assert.Equal(isLast ? SessionState.Closing : SessionState.Draining, driver.State);
        Assert.Equal(isLast, driver.World.TakeOutput().Contains("Connection: close\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public void What_has_come_already_is_not_given_up()
    {
        var driver = new SessionDriver(ServerSettings.Default with { MaxDiscardedBytes = 10 });
        driver.World.Demand = BodyDemand.Flow;
        driver.Feed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 15\r\n\r\n01234");
        driver.Session.GiveUpContent();
        driver.Respond();
        Assert.DoesNotContain("Connection: close\r\n", driver.World.TakeOutput(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_discard_cap_counts_for_each_request_anew()
    {
        var driver = new SessionDriver(ServerSettings.Default with { MaxDiscardedBytes = 10 });
        driver.World.Demand = BodyDemand.Discard;
        driver.AnsweringAtOnce();
        for (var i = 0; i < 5; i++)
        {
            driver.Feed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n0123456789");
        }

        Assert.Equal(SessionState.AwaitingHead, driver.State);
        Assert.Equal(5, driver.Session.ExchangeCount);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.0\r\n\r\n")]
    public void The_last_response_closes(string request)
    {
        var driver = new SessionDriver().AnsweringAtOnce();
        driver.Feed(request);
        Assert.Equal(SessionState.Closing, driver.State);
        Assert.Equal(["publish GET /", "exchange end", "close LastResponse"], driver.Log);
        Assert.Contains("Connection: close\r\n", driver.World.TakeOutput());
    }

    [Fact]
    public void What_comes_while_closing_is_thrown_away_however_much()
    {
        var driver = new SessionDriver(ServerSettings.Default with { MaxDiscardedBytes = 10 }).AnsweringAtOnce();
        driver.Feed("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        Assert.Equal(InputProgress.NeedInput, driver.Feed("0123456789"));
        Assert.Equal("", driver.Held);
        Assert.Equal(InputProgress.NeedInput, driver.Feed("0"));
        Assert.Equal("", driver.Held);
        Assert.Equal(SessionState.Closing, driver.State);
    }

    [Fact]
    public void Pipelined_requests_wait_for_the_response_before_them()
    {
        var driver = new SessionDriver();
        driver.Feed("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\nGET /3 HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(["publish GET /1"], driver.Log);
        driver.Respond("1");
        driver.Pump();
        Assert.Equal(["publish GET /1", "exchange end", "publish GET /2"], driver.Log);
        driver.Respond("2");
        driver.Pump();
        driver.Respond("3");
        Assert.Equal(3, driver.Session.ExchangeCount);
        Assert.Equal("", driver.Held);
        var output = driver.World.TakeOutput();
        Assert.Equal(["1", "2", "3"], output.Split("HTTP/1.1 200 OK").Skip(1).Select(response => response[^1..]));
    }

    [Fact]
    public void A_peer_that_pipelines_without_reading_is_not_served_on()
    {
        var driver = new SessionDriver().AnsweringAtOnce();
        driver.World.OutputCongested = true;
        Assert.Equal(InputProgress.Blocked, driver.Feed(Get));
        Assert.Empty(driver.Log);
        driver.World.OutputCongested = false;
        driver.Pump();
        Assert.Equal(["publish GET /", "exchange end"], driver.Log);
    }

    [Fact]
    public void One_turn_starts_so_many_exchanges_and_yields()
    {
        var driver = new SessionDriver(ServerSettings.Default with { ExchangesPerTurn = 3 }).AnsweringAtOnce();
        driver.Session.BeginTurn();
        Assert.Equal(InputProgress.Yield, driver.Feed(string.Concat(Enumerable.Repeat(Get, 7))));
        Assert.Equal(3, driver.Session.ExchangeCount);
        Assert.Equal(InputProgress.Yield, driver.NextTurn());
        Assert.Equal(6, driver.Session.ExchangeCount);
        Assert.Equal(InputProgress.NeedInput, driver.NextTurn());
        Assert.Equal(7, driver.Session.ExchangeCount);
    }

    [Fact]
    public void Sending_out_of_turn_fails_with_the_state_in_its_message()
    {
        var driver = new SessionDriver();
        var idle = Assert.Throws<InvalidOperationException>(() => driver.SendHead());
        Assert.Contains("AwaitingHead", idle.Message);
        Assert.Throws<InvalidOperationException>(() => driver.Session.SendData("x"u8));
        Assert.Throws<InvalidOperationException>(() => driver.Session.SendInformational(102, []));
        driver.Feed(Post);
        driver.Respond();
        Assert.Throws<InvalidOperationException>(() => driver.Session.SendEnd([]));
        Assert.Equal(SessionState.Draining, driver.State);
    }

    [Fact]
    public void A_closed_session_stays_closed()
    {
        var driver = new SessionDriver();
        driver.Session.OnClosed();
        driver.Session.OnInputEnded(failed: false);
        driver.Session.OnDrain();
        driver.Session.OnCloseIdle();
        driver.Session.OnHandlerFailed();
        driver.Tick(TimeSpan.FromDays(1));
        Assert.Equal(SessionState.Closed, driver.State);
        Assert.Empty(driver.Log);
    }
}
