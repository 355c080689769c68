using HttpActors.Actors.Server;
using HttpActors.Protocol;

namespace HttpActors.Actors.Tests.Sessions;

/// <summary>The policy of time, and of a server that drains.</summary>
public sealed class SessionDeadlineTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly ServerSettings Settings = new()
    {
        HeadersTimeout = TimeSpan.FromSeconds(10),
        KeepAliveTimeout = TimeSpan.FromSeconds(20),
        KeepAliveTimeoutBuffer = TimeSpan.FromSeconds(5),
        InactivityTimeout = TimeSpan.FromSeconds(30),
        MinRequestBodyRate = 0,
        IdleGrace = TimeSpan.FromSeconds(2),
        LingerTimeout = TimeSpan.FromSeconds(3),
    };

    [Fact]
    public void A_silent_newcomer_is_closed_without_a_word()
    {
        var driver = new SessionDriver(Settings);
        driver.Tick(9 * Second);
        Assert.Empty(driver.Log);
        driver.Tick(3 * Second);
        Assert.Equal(["close HeadersTimeout"], driver.Log);
        Assert.Equal("", driver.World.TakeOutput());
    }

    [Fact]
    public void A_head_that_takes_too_long_is_answered_with_408()
    {
        var driver = new SessionDriver(Settings);
        driver.Feed("GET /");
        for (var i = 0; i < 12; i++)
        {
            // A drip of octets does not move the deadline.
            driver.Feed("x");
            driver.Tick(Second);
        }

        Assert.StartsWith("HTTP/1.1 408 Request Timeout\r\n", driver.World.TakeOutput());
        Assert.Equal(["refuse 408 ERR_HTTP_REQUEST_TIMEOUT", "close ProtocolError"], driver.Log);
    }

    [Fact]
    public void An_idle_connection_lives_as_long_as_advertised_and_the_buffer()
    {
        var driver = new SessionDriver(Settings).AnsweringAtOnce();
        driver.Feed(Get);
        Assert.Equal(DeadlineKind.KeepAlive, driver.Session.Deadline);
        driver.Tick(24 * Second);
        Assert.Equal(SessionState.AwaitingHead, driver.State);
        driver.Tick(3 * Second);
        Assert.Equal("close KeepAliveTimeout", driver.World.Log[^1]);
    }

    [Fact]
    public void A_connection_is_not_idle_before_its_last_response_has_left()
    {
        var driver = new SessionDriver(Settings).AnsweringAtOnce();
        driver.World.HasUnsent = true;
        driver.Feed(Get);
        driver.Session.OnCloseIdle();
        Assert.Equal(SessionState.AwaitingHead, driver.State);
        for (var i = 0; i < 5; i++)
        {
            // A slow reader that reads on keeps it alive beyond the keep-alive time.
            driver.Tick(20 * Second);
            driver.Session.OnOutputProgress();
        }

        driver.World.HasUnsent = false;
        driver.Session.OnOutputProgress();
        Assert.Equal(DeadlineKind.KeepAlive, driver.Session.Deadline);
        Assert.Equal(SessionState.AwaitingHead, driver.State);
    }

    [Fact]
    public void The_grace_of_a_draining_server_begins_when_the_last_response_has_left()
    {
        var driver = new SessionDriver(Settings).AnsweringAtOnce();
        driver.World.HasUnsent = true;
        driver.Feed(Get);
        driver.Session.OnDrain();
        driver.Tick(20 * Second);
        Assert.Equal(SessionState.AwaitingHead, driver.State);
        driver.World.HasUnsent = false;
        driver.Session.OnOutputProgress();
        Assert.Equal(DeadlineKind.Grace, driver.Session.Deadline);
    }

    [Fact]
    public void Stray_line_ends_do_not_keep_a_connection_alive()
    {
        var driver = new SessionDriver(Settings).AnsweringAtOnce();
        driver.Feed(Get);
        driver.Tick(20 * Second);
        driver.Feed("\r\n");
        Assert.Equal(DeadlineKind.KeepAlive, driver.Session.Deadline);
        driver.Tick(7 * Second);
        Assert.Equal("close KeepAliveTimeout", driver.World.Log[^1]);
    }

    [Fact]
    public void The_next_head_has_its_own_time_from_its_first_octet()
    {
        var driver = new SessionDriver(Settings).AnsweringAtOnce();
        driver.Feed(Get);
        driver.Tick(20 * Second);
        driver.Feed("GET");
        Assert.Equal(DeadlineKind.Headers, driver.Session.Deadline);
        driver.Tick(9 * Second);
        Assert.Equal(SessionState.AwaitingHead, driver.State);
        driver.Tick(3 * Second);
        Assert.StartsWith("HTTP/1.1 408 ", driver.World.TakeOutput().Split("ok")[^1]);
    }

    [Fact]
    public void An_exchange_in_which_nothing_moves_is_aborted()
    {
        var driver = new SessionDriver(Settings);
        driver.Feed(Get);
        Assert.Equal(DeadlineKind.Inactivity, driver.Session.Deadline);
        driver.Tick(29 * Second);
        Assert.Equal(SessionState.Responding, driver.State);
        driver.Tick(3 * Second);
        Assert.Equal(["publish GET /", "exchange fails InactivityTimeout", "abort InactivityTimeout"], driver.Log);
    }

    [Fact]
    public void Whatever_moves_keeps_an_exchange_alive()
    {
        var driver = new SessionDriver(Settings);
        driver.World.Demand = BodyDemand.Flow;
        driver.Feed("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n");
        for (var i = 0; i < 3; i++)
        {
            driver.Tick(25 * Second);
            driver.Feed("a");
            driver.Tick(25 * Second);
            driver.Session.OnOutputProgress();
            driver.Tick(25 * Second);
            if (i == 0)
            {
                driver.SendHead();
            }

            driver.Session.SendData("x"u8);
            driver.Session.OnOutputProgress();
        }

        Assert.Equal(SessionState.ReadingBody, driver.State);
    }

    [Fact]
    public void Writing_to_a_peer_that_never_reads_does_not_keep_it_alive()
    {
        var driver = new SessionDriver(Settings);
        driver.Feed(Get);
        driver.SendHead();
        for (var i = 0; i < 31; i++)
        {
            driver.Session.SendData("x"u8);
            driver.Tick(Second);
        }

        Assert.Equal("abort InactivityTimeout", driver.World.Log[^1]);
        Assert.Equal(["Timeout"], driver.World.Limits);
    }

    [Fact]
    public void The_keep_alive_time_does_not_run_while_a_handler_works()
    {
        var driver = new SessionDriver(Settings with { InactivityTimeout = TimeSpan.Zero });
        driver.Feed(Get);
        driver.Tick(TimeSpan.FromDays(1));
        Assert.Equal(SessionState.Responding, driver.State);
    }

    [Fact]
    public void A_lingering_connection_is_released()
    {
        var driver = new SessionDriver(Settings).AnsweringAtOnce();
        driver.Feed("GET / HTTP/1.0\r\n\r\n");
        driver.Session.OnLingering();
        driver.Tick(2 * Second);
        Assert.Equal(SessionState.Closing, driver.State);
        driver.Tick(3 * Second);
        Assert.Equal("abort LastResponse", driver.World.Log[^1]);
    }

    [Fact]
    public void A_server_that_ends_does_not_wait_for_a_peer_that_goes_on_sending()
    {
        var driver = new SessionDriver(Settings).AnsweringAtOnce();
        driver.Feed("GET / HTTP/1.0\r\n\r\n");
        driver.Session.OnLingering();
        driver.Session.OnDrain();
        driver.Tick(2 * Second);
        driver.Feed("x");
        driver.Tick(3 * Second);
        Assert.Equal("abort LastResponse", driver.World.Log[^1]);
    }

    [Fact]
    public void A_peer_that_goes_on_sending_is_read_for_a_while()
    {
        var driver = new SessionDriver(Settings with { MaxLingerTime = 10 * Second }).AnsweringAtOnce();
        driver.Feed("GET / HTTP/1.0\r\n\r\n");
        driver.Session.OnLingering();
        for (var i = 0; i < 9; i++)
        {
            driver.Tick(Second);
            driver.Feed("x");
            Assert.Equal(SessionState.Closing, driver.State);
        }

        for (var i = 0; i < 6; i++)
        {
            driver.Feed("x");
            driver.Tick(Second);
        }

        Assert.Equal("abort LastResponse", driver.World.Log[^1]);
    }

    [Fact]
    public void A_closing_connection_whose_peer_does_not_read_is_given_up()
    {
        var driver = new SessionDriver(Settings).AnsweringAtOnce();
        driver.Feed("GET / HTTP/1.0\r\n\r\n");
        driver.Tick(32 * Second);
        Assert.StartsWith("abort ", driver.World.Log[^1]);
    }

    [Fact]
    public void Zero_is_no_limit()
    {
        var never = Settings with
        {
            HeadersTimeout = TimeSpan.Zero,
            KeepAliveTimeout = TimeSpan.Zero,
            InactivityTimeout = TimeSpan.Zero,
        };
        var driver = new SessionDriver(never);
        driver.Tick(TimeSpan.FromDays(1));
        driver.Feed("GET / HTTP/1.1\r\n");
        driver.Tick(TimeSpan.FromDays(1));
        driver.Feed("Host: h\r\n\r\n");
        driver.Tick(TimeSpan.FromDays(1));
        driver.Respond();
        driver.Tick(TimeSpan.FromDays(1));
        Assert.Equal(SessionState.AwaitingHead, driver.State);
    }

    [Fact]
    public void A_draining_server_gives_an_idle_connection_a_short_grace()
    {
        var driver = new SessionDriver(Settings).AnsweringAtOnce();
        driver.Feed(Get);
        driver.Session.OnDrain();
        Assert.Equal(DeadlineKind.Grace, driver.Session.Deadline);
        driver.Tick(Second);
        Assert.Equal(SessionState.AwaitingHead, driver.State);
        driver.Tick(3 * Second);
        Assert.Equal("close ServerClosing", driver.World.Log[^1]);
    }

    [Fact]
    public void A_request_within_the_grace_is_answered_and_is_the_last()
    {
        var driver = new SessionDriver(Settings).AnsweringAtOnce();
        driver.Session.OnDrain();
        driver.Feed(Get + Get);
        Assert.Contains("Connection: close\r\n", driver.World.TakeOutput());
        Assert.Equal(["publish GET /", "exchange end", "close LastResponse"], driver.Log);
    }

    [Fact]
    public void A_half_received_head_is_not_idle()
    {
        var driver = new SessionDriver(Settings).AnsweringAtOnce();
        driver.Feed("GET / HTTP/1.1\r\n");
        driver.Session.OnDrain();
        driver.Session.OnCloseIdle();
        driver.Tick(5 * Second);
        driver.Feed("Host: h\r\n\r\n");
        Assert.Contains("Connection: close\r\n", driver.World.TakeOutput());
        Assert.Equal("close LastResponse", driver.World.Log[^1]);
    }

    [Fact]
    public void An_exchange_under_way_is_finished_and_closed()
    {
        var driver = new SessionDriver(Settings);
        driver.Feed(Get);
        driver.Session.OnDrain();
        driver.Session.OnCloseIdle();
        Assert.Equal(SessionState.Responding, driver.State);
        driver.Respond();
        Assert.Contains("Connection: close\r\n", driver.World.TakeOutput());
        Assert.Equal("close LastResponse", driver.World.Log[^1]);
    }

    [Fact]
    public void Closing_idle_connections_closes_at_once()
    {
        var driver = new SessionDriver(Settings).AnsweringAtOnce();
        driver.Feed(Get);
        driver.Session.OnCloseIdle();
        Assert.Equal("close ServerClosing", driver.World.Log[^1]);
    }
}
