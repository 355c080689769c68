using HttpActors.Actors.Server;

namespace HttpActors.Actors.Tests.Sessions;

/// <summary>How slowly a request body may come.</summary>
public sealed class SessionBodyRateTests
{
    private const string Post = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly ServerSettings Settings = new() { MinRequestBodyRate = 100, MinRequestBodyRateGrace = 5 * Second };

    [Fact]
    public void A_body_that_does_not_come_is_refused_after_the_grace()
    {
        var driver = Reading();
        Ticks(driver, 5);
        Assert.Equal(SessionState.ReadingBody, driver.State);
        Ticks(driver, 2);
        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", driver.World.TakeOutput());
        Assert.Equal(
            ["publish POST /", "exchange fails RequestTimeout", "refuse 408 ERR_HTTP_REQUEST_TIMEOUT", "close RequestTimeout"], driver.Log);
        Assert.Equal(["MinRequestBodyRate"], driver.World.Limits);
    }

    [Fact]
    public void A_drip_is_refused()
    {
        var driver = Reading();
        for (var i = 0; i < 8; i++)
        {
            driver.Feed("x");
            driver.Tick(Second);
        }

        Assert.Equal(SessionState.Closing, driver.State);
    }

    [Fact]
    public void A_body_that_is_fast_enough_may_take_for_ever()
    {
        var driver = Reading();
        for (var i = 0; i < 200; i++)
        {
            driver.Feed(new string('x', 101));
            driver.Tick(Second);
        }

        Assert.Equal(SessionState.ReadingBody, driver.State);
    }

    [Fact]
    public void What_came_early_is_good_for_a_pause()
    {
        var driver = Reading();
        driver.Feed(new string('x', 2000));
        Ticks(driver, 19);
        Assert.Equal(SessionState.ReadingBody, driver.State);
        Ticks(driver, 3);
        Assert.Equal(SessionState.Closing, driver.State);
    }

    [Fact]
    public void The_receivers_own_pauses_do_not_count()
    {
        var driver = Reading();
        driver.Feed("x");
        driver.World.Demand = BodyDemand.None;
        driver.Feed("x");
        Ticks(driver, 60);
        driver.World.Demand = BodyDemand.Flow;
        driver.NextTurn();
        Ticks(driver, 4);
        Assert.Equal(SessionState.ReadingBody, driver.State);
    }

    [Fact]
    public void A_pause_that_begins_while_octets_are_awaited_does_not_count_either()
    {
        var driver = Reading();
        driver.World.Demand = BodyDemand.None;
        Ticks(driver, 60);
        Assert.Equal(SessionState.ReadingBody, driver.State);
    }

    [Fact]
    public void With_an_answer_under_way_the_connection_breaks()
    {
        var driver = Reading();
        driver.SendHead();
        driver.World.TakeOutput();
        Ticks(driver, 7);
        Assert.Equal("", driver.World.TakeOutput());
        Assert.Equal("abort RequestTimeout", driver.World.Log[^1]);
    }

    [Fact]
    public void Behind_a_complete_answer_the_rest_is_not_waited_for()
    {
        var driver = Reading();
        driver.Respond();
        driver.World.Demand = BodyDemand.Discard;
        driver.NextTurn();
        Ticks(driver, 7);
        Assert.Equal("close LastResponse", driver.World.Log[^1]);
    }

    [Fact]
    public void Zero_is_no_limit()
    {
        var driver = Reading(Settings with { MinRequestBodyRate = 0, InactivityTimeout = TimeSpan.Zero });
        driver.Tick(TimeSpan.FromDays(1));
        Assert.Equal(SessionState.ReadingBody, driver.State);
    }

    [Fact]
    public void The_next_request_begins_anew()
    {
        var driver = new SessionDriver(Settings);
        driver.World.Demand = BodyDemand.Flow;
        for (var i = 0; i < 10; i++)
        {
            driver.Feed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n");
            driver.Tick(4 * Second);
            driver.Feed("x");
            driver.Respond();
        }

        Assert.Equal(SessionState.AwaitingHead, driver.State);
    }

    [Fact]
    public void The_whole_request_has_a_time_of_its_own_where_one_is_given()
    {
        var driver = new SessionDriver(new ServerSettings { RequestTimeout = 20 * Second });
        driver.World.Demand = BodyDemand.Flow;
        driver.Feed("POST / HTTP/1.1\r\n");
        driver.Tick(10 * Second);
        driver.Feed("Host: h\r\nContent-Length: 1000000\r\n\r\n");
        for (var i = 0; i < 9; i++)
        {
            driver.Feed(new string('x', 10_000));
            driver.Tick(Second);
        }

        Assert.Equal(SessionState.ReadingBody, driver.State);
        driver.Feed("x");
        Ticks(driver, 3);
        Assert.Equal(["RequestTimeout"], driver.World.Limits);
        Assert.Equal("close RequestTimeout", driver.World.Log[^1]);
    }

    [Fact]
    public void The_time_of_the_request_ends_with_its_body()
    {
        var driver = new SessionDriver(new ServerSettings { RequestTimeout = 20 * Second });
        driver.World.Demand = BodyDemand.Flow;
        driver.Feed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx");
        Ticks(driver, 60);
        Assert.Equal(SessionState.Responding, driver.State);
    }

    private static SessionDriver Reading(ServerSettings? settings = null)
    {
        var driver = new SessionDriver(settings ?? Settings);
        driver.World.Demand = BodyDemand.Flow;
        driver.Feed(Post);
        return driver;
    }

    private static void Ticks(SessionDriver driver, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            driver.Tick(Second);
        }
    }
}
