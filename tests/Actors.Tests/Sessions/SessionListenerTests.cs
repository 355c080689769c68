using HttpActors.Actors.Server;

namespace HttpActors.Actors.Tests.Sessions;

/// <summary>What changes when somebody listens for expectations, errors and silence.</summary>
public sealed class SessionListenerTests
{
    private const string Expecting = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";
    private readonly SessionDriver _driver = new();

    [Fact]
    public void Whoever_listens_for_100_decides_and_a_final_status_without_it_closes()
    {
        _driver.World.Heard.Add(RequestKind.Continue);
        _driver.Feed(Expecting);
        Assert.Equal("", _driver.World.TakeOutput());
        Assert.Equal(["publish Continue POST /"], _driver.Log);
        _driver.World.Demand = BodyDemand.Discard;
        _driver.Respond();
        Assert.Contains("Connection: close\r\n", _driver.World.TakeOutput(), StringComparison.Ordinal);
        Assert.Equal(SessionState.Closing, _driver.State);
    }

    [Fact]
    public void After_100_the_connection_goes_on()
    {
        _driver.World.Heard.Add(RequestKind.Continue);
        _driver.World.Handler = _ => _driver.Session.SendInformational(100, []);
        _driver.World.Demand = BodyDemand.Flow;
        _driver.Feed(Expecting);
        _driver.Feed("abc");
        _driver.Respond();
        Assert.Contains("Connection: keep-alive\r\n", _driver.World.TakeOutput(), StringComparison.Ordinal);
        Assert.Equal(SessionState.AwaitingHead, _driver.State);
    }

    [Fact]
    public void An_error_that_somebody_takes_is_not_answered_and_silence_still_ends_it()
    {
        _driver.World.HearsTrouble = true;
        _driver.Feed("GET / HTTP/1.1\r\nHost : h\r\n\r\n");
        Assert.Equal(["error HPE_INVALID_HEADER_TOKEN at 20 of 28"], _driver.Log);
        Assert.Equal("", _driver.World.TakeOutput());
        Assert.Equal(SessionState.Switched, _driver.State);
        Assert.Equal(DeadlineKind.Inactivity, _driver.Session.Deadline);
    }

    [Fact]
    public void An_error_behind_the_beginning_of_a_response_is_told_and_aborts()
    {
        _driver.World.HearsTrouble = true;
        _driver.World.Demand = BodyDemand.Flow;
        _driver.Feed("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        _driver.SendHead();
        _driver.Feed("x");
        Assert.Equal(
            [
                "publish POST /", "exchange fails ProtocolError", "error HPE_INVALID_CHUNK_SIZE at 0 of 1, too late to answer",
                "refuse 400 HPE_INVALID_CHUNK_SIZE", "abort ProtocolError",
            ],
            _driver.Log);
    }

    [Fact]
    public void Silence_that_somebody_takes_is_told_once_until_something_moves()
    {
        _driver.World.HearsTrouble = true;
        _driver.Feed("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        for (var i = 0; i < 3; i++)
        {
            _driver.World.Now += 1_000_000;
            _driver.Session.OnTick();
        }

        Assert.Equal(["publish GET /", "timeout"], _driver.Log);
        _driver.SendHead();
        _driver.Session.SendData("x"u8);
        _driver.Session.OnOutputProgress();
        _driver.World.Now += 1_000_000;
        _driver.Session.OnTick();
        Assert.Equal(["publish GET /", "timeout", "timeout"], _driver.Log);
    }

    [Fact]
    public void While_a_head_is_awaited_silence_counts_beside_the_heads_own_time()
    {
        var driver = new SessionDriver(new ServerSettings { InactivityTimeout = TimeSpan.FromSeconds(5) });
        driver.World.HearsTrouble = true;
        driver.Feed("GET / HT");
        driver.World.Now += 6_000;
        driver.Session.OnTick();
        Assert.Equal(["timeout"], driver.Log);
        driver.World.HearsTrouble = false;
        driver.World.Now += 60_000;
        driver.Session.OnTick();
        Assert.Equal(["timeout", "refuse 408 ERR_HTTP_REQUEST_TIMEOUT", "close ProtocolError"], driver.Log);
    }

    [Fact]
    public void A_request_beyond_the_limit_of_its_connection_is_dropped()
    {
        var driver = new SessionDriver(new ServerSettings { MaxRequestsPerSocket = 1 }).AnsweringAtOnce();
        driver.Feed("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(DeadlineKind.Grace, driver.Session.Deadline);
        driver.Feed("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Equal(
            ["publish GET /1", "exchange end", "drop GET /2", "refuse 503 ERR_HTTP_REQUEST_DROPPED", "close ProtocolError"],
            driver.Log);
    }
}
