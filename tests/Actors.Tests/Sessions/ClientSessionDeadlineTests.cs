using HttpActors.Actors.Client;
using HttpActors.Protocol;

namespace HttpActors.Actors.Tests.Sessions;

/// <summary>The times of a client's session: from when they run, what moves them, and that they never pass early.</summary>
public sealed class ClientSessionDeadlineTests
{
    private static readonly ClientSettings Settings = ClientSettings.Default with
    {
        HeadersTimeout = TimeSpan.FromSeconds(30),
        BodyTimeout = TimeSpan.FromSeconds(20),
        KeepAliveTimeout = TimeSpan.FromSeconds(5),
        MaxKeepAliveTimeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>A coarse clock may be a tick old, so that much later a deadline passes, and never before it.</summary>
    private static readonly TimeSpan Tick = Settings.TickInterval;

    [Fact]
    public void The_head_must_come_in_time()
    {
        var driver = ClientSessionDriver.Asking(settings: Settings);
        driver.Tick(TimeSpan.FromSeconds(30));
        Assert.Empty(driver.Log);
        driver.Tick(Tick);
        Assert.Equal(["fail HeadersTimeout"], driver.Log);
        driver.Tick(TimeSpan.FromDays(1));
        Assert.Single(driver.Log);
    }

    [Fact]
    public void A_drip_of_a_head_does_not_move_its_deadline_and_an_informational_response_does()
    {
        var driver = ClientSessionDriver.Asking(settings: Settings);
        driver.Tick(TimeSpan.FromSeconds(29));
        driver.Feed("HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 200 OK\r\n");
        for (var second = 0; second < 30; second++)
        {
            driver.Tick(TimeSpan.FromSeconds(1));
            driver.Feed("X: y\r\n");
        }

        Assert.Equal(["information 103"], driver.Log);
        driver.Tick(Tick);
        Assert.Equal(["information 103", "fail HeadersTimeout"], driver.Log);
    }

    [Fact]
    public void The_wait_for_a_head_begins_when_the_request_is_complete()
    {
        var driver = new ClientSessionDriver(Settings);
        driver.Begin();
        driver.Tick(TimeSpan.FromSeconds(29));
        driver.Session.SendData("more"u8);
        driver.Tick(TimeSpan.FromSeconds(29));
        driver.End();
        driver.Tick(TimeSpan.FromSeconds(30));
        Assert.Empty(driver.Log);
        driver.Tick(Tick);
        Assert.Equal(["fail HeadersTimeout"], driver.Log);
    }

    [Fact]
    public void A_writer_who_is_slow_is_not_the_servers_fault_and_a_server_that_does_not_read_is()
    {
        var driver = new ClientSessionDriver(Settings);
        driver.Begin();
        for (var minute = 0; minute < 10; minute++)
        {
            driver.Tick(TimeSpan.FromMinutes(1));
        }

        Assert.Empty(driver.Log);
        driver.World.HasUnsent = true;
        driver.Tick(TimeSpan.FromSeconds(20));
        driver.Session.OnOutputProgress();
        driver.Tick(TimeSpan.FromSeconds(30));
        Assert.Empty(driver.Log);
        driver.Tick(Tick);
        Assert.Equal(["fail HeadersTimeout"], driver.Log);
    }

    [Fact]
    public void Pieces_of_a_body_move_its_deadline_and_a_body_that_is_not_taken_has_one_too()
    {
        var driver = ClientSessionDriver.Asking(settings: Settings);
        driver.Feed("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
        for (var piece = 0; piece < 5; piece++)
        {
            driver.Tick(TimeSpan.FromSeconds(19));
            driver.Feed("x");
        }

        driver.World.Demand = BodyDemand.None;
        driver.Session.OnDemandChanged();
        driver.Tick(TimeSpan.FromSeconds(20));
        Assert.Equal(["head 200", "body xxxxx"], driver.Log);
        driver.Tick(Tick);
        Assert.Equal(["head 200", "body xxxxx", "fail BodyTimeout"], driver.Log);
    }

    [Fact]
    public void What_nobody_will_read_has_one_time_for_all_of_it()
    {
        var driver = ClientSessionDriver.Asking(settings: Settings with { DiscardTimeout = TimeSpan.FromSeconds(2) });
        driver.Feed("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
        driver.World.Demand = BodyDemand.Discard;
        driver.Session.OnDemandChanged();
        driver.Tick(TimeSpan.FromSeconds(1));
        driver.Feed("x");
        driver.Tick(TimeSpan.FromSeconds(1));
        Assert.Equal(["head 200"], driver.Log);
        driver.Tick(Tick);
        Assert.Equal(["head 200", "fail Discarded"], driver.Log);
    }

    [Fact]
    public void A_request_that_goes_on_behind_its_answer_has_the_time_of_a_body()
    {
        var driver = new ClientSessionDriver(Settings);
        driver.Begin();
        driver.Feed("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        driver.Tick(TimeSpan.FromSeconds(20));
        Assert.Equal(ClientState.Finishing, driver.State);
        driver.Tick(Tick);
        Assert.Equal(["head 200", "end", "fail BodyTimeout"], driver.Log);
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData("Keep-Alive: timeout=20\r\n", 19)]
    [InlineData("Keep-Alive: timeout=20, max=7\r\n", 19)]
    [InlineData("Keep-Alive: timeout=99999999999\r\n", 60)]
    [InlineData("Keep-Alive: nonsense\r\n", 5)]
    public void An_idle_connection_goes_before_the_server_ends_it(string field, int seconds)
    {
        var driver = ClientSessionDriver.Asking(settings: Settings);
        driver.Feed($"HTTP/1.1 200 OK\r\n{field}Content-Length: 0\r\n\r\n");
        driver.Session.OnIdle();
        Assert.Equal(TimeSpan.FromSeconds(seconds), driver.Session.IdleTime);
        driver.Tick(TimeSpan.FromSeconds(seconds));
        Assert.Equal(ClientState.Idle, driver.State);
        driver.Tick(Tick);
        Assert.Equal("close KeepAliveTimeout", driver.Log.Last());
    }

    [Fact]
    public void A_hint_holds_until_the_next_response_says_otherwise()
    {
        var driver = ClientSessionDriver.Asking(settings: Settings);
        driver.Feed("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=20\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(TimeSpan.FromSeconds(19), driver.Session.IdleTime);
        driver.Ask();
        driver.Feed("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(TimeSpan.FromSeconds(5), driver.Session.IdleTime);
    }

    [Fact]
    public void Zero_is_for_ever()
    {
        var driver = new ClientSessionDriver(Settings with { HeadersTimeout = TimeSpan.Zero, BodyTimeout = TimeSpan.Zero, KeepAliveTimeout = TimeSpan.Zero });
        driver.Ask();
        driver.Tick(TimeSpan.FromDays(30));
        driver.Feed("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n");
        driver.Tick(TimeSpan.FromDays(30));
        driver.Feed("x");
        driver.Session.OnIdle();
        driver.Tick(TimeSpan.FromDays(30));
        Assert.Equal(["head 200", "body x", "end", "free"], driver.Log);
    }

    [Fact]
    public void A_request_may_have_times_of_its_own()
    {
        var driver = new ClientSessionDriver(Settings);
        driver.Session.Begin(RequestSettings.Default with { HeadersTimeout = TimeSpan.FromSeconds(1) });
        driver.Session.SendHead(new RequestHeadSpec { Method = "GET", Target = "/", Host = "h", BodyLength = 0 });
        driver.End();
        driver.Tick(TimeSpan.FromSeconds(1) + Tick);
        Assert.Equal(["fail HeadersTimeout"], driver.Log);
    }
}
