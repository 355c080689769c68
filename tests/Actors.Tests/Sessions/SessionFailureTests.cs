using HttpActors.Actors.Server;
using HttpActors.Protocol;

namespace HttpActors.Actors.Tests.Sessions;

/// <summary>What a peer's mistake, a handler's failure and the peer's end cost in each phase.</summary>
public sealed class SessionFailureTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    private const string Chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const string Sized = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n";

    [Theory]
    [InlineData("GET /\r\n\r\n", "400 Bad Request")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "400 Bad Request")]
    [InlineData("GET / HTTP/2.0\r\nHost: h\r\n\r\n", "505 HTTP Version Not Supported")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "501 Not Implemented")]
    public void A_malformed_head_is_answered_and_closes_without_a_handler(string request, string status)
    {
        var driver = new SessionDriver();
        driver.Feed(request);
        var output = driver.World.TakeOutput();
        Assert.StartsWith($"HTTP/1.1 {status}\r\n", output);
        Assert.Contains("Connection: close\r\n", output);
        Assert.DoesNotContain(driver.Log, entry => entry.StartsWith("publish", StringComparison.Ordinal));
        Assert.Equal("close ProtocolError", driver.World.Log[^1]);
        Assert.Equal(SessionState.Closing, driver.State);
    }

    [Fact]
    public void A_malformed_body_is_answered_while_nothing_was_sent()
    {
        var driver = new SessionDriver();
        driver.World.Demand = BodyDemand.Flow;
        driver.Feed(Chunked + "3\r\nabc\r\nxyz\r\n");
        Assert.StartsWith("HTTP/1.1 400 Bad Request\r\n", driver.World.TakeOutput());
        Assert.Equal(
            ["publish POST /", "body abc", "exchange fails ProtocolError", "refuse 400 HPE_INVALID_CHUNK_SIZE", "close ProtocolError"],
            driver.Log);
    }

    [Fact]
    public void A_malformed_body_after_the_head_of_the_response_only_ends_the_connection()
    {
        var driver = new SessionDriver();
        driver.World.Demand = BodyDemand.Flow;
        driver.Feed(Chunked);
        driver.SendHead();
        driver.World.TakeOutput();
        driver.Feed("xyz\r\n");
        Assert.Equal("", driver.World.TakeOutput());
        Assert.Contains("exchange fails ProtocolError", driver.Log);
        Assert.NotEqual(SessionState.ReadingBody, driver.State);
    }

    [Fact]
    public void A_malformed_rest_of_a_body_does_not_spoil_the_response()
    {
        var driver = new SessionDriver();
        driver.Feed(Chunked);
        driver.World.Demand = BodyDemand.Discard;
        driver.Respond();
        var response = driver.World.TakeOutput();
        driver.Feed("xyz\r\n");
        Assert.EndsWith("ok", response);
        Assert.Equal("", driver.World.TakeOutput());
        Assert.Equal("close ProtocolError", driver.World.Log[^1]);
    }

    [Fact]
    public void Garbage_after_a_request_is_found_when_its_response_is_out()
    {
        var driver = new SessionDriver();
        driver.Feed(Get + "garbage\r\n\r\n");
        Assert.Equal(["publish GET /"], driver.Log);
        driver.Respond();
        driver.World.TakeOutput();
        driver.Pump();
        Assert.StartsWith("HTTP/1.1 400 ", driver.World.TakeOutput());
        Assert.Equal(SessionState.Closing, driver.State);
    }

    [Theory]
    [InlineData(Get, "Responding")]
    [InlineData(Sized, "ReadingBody")]
    public void A_handler_that_fails_before_the_head_costs_a_500(string request, string state)
    {
        var driver = new SessionDriver();
        driver.Feed(request);
        Assert.Equal(state, driver.State.ToString());
        driver.Session.OnHandlerFailed();
        var output = driver.World.TakeOutput();
        Assert.StartsWith("HTTP/1.1 500 Internal Server Error\r\n", output);
        Assert.Contains("Connection: close\r\n", output);
        Assert.Equal(["publish " + request[..request.IndexOf(" H", StringComparison.Ordinal)], "exchange fails HandlerFailed", "close HandlerFailed"], driver.Log);
    }

    [Fact]
    public void A_handler_that_throws_while_it_is_called_costs_a_500()
    {
        var driver = new SessionDriver();
        driver.World.Handler = _ => driver.Session.OnHandlerFailed();
        driver.Feed(Get);
        Assert.StartsWith("HTTP/1.1 500 ", driver.World.TakeOutput());
        Assert.Equal(SessionState.Closing, driver.State);
    }

    [Fact]
    public void A_500_in_answer_to_HEAD_has_no_body()
    {
        var driver = new SessionDriver();
        driver.Feed("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
        driver.Session.OnHandlerFailed();
        Assert.EndsWith("\r\n\r\n", driver.World.TakeOutput());
    }

    [Fact]
    public void A_handler_that_fails_after_the_head_breaks_the_connection()
    {
        var driver = new SessionDriver();
        driver.Feed(Get);
        driver.SendHead();
        driver.World.TakeOutput();
        driver.Session.OnHandlerFailed();
        Assert.Equal("", driver.World.TakeOutput());
        Assert.Equal(["publish GET /", "exchange fails HandlerFailed", "abort HandlerFailed"], driver.Log);
    }

    [Fact]
    public void A_handler_that_fails_after_the_end_of_its_response_costs_only_the_connections_future()
    {
        var driver = new SessionDriver();
        driver.World.Handler = _ =>
        {
            driver.Respond();
            driver.Session.OnHandlerFailed();
        };
        driver.Feed(Get);
        Assert.EndsWith("ok", driver.World.TakeOutput());
        Assert.Equal(["publish GET /", "exchange end", "close LastResponse"], driver.Log);
    }

    [Fact]
    public void A_failure_between_two_exchanges_costs_nothing()
    {
        var driver = new SessionDriver().AnsweringAtOnce();
        driver.Feed(Get);
        driver.Session.OnHandlerFailed();
        Assert.Equal(SessionState.AwaitingHead, driver.State);
    }

    [Fact]
    public void The_peers_end_between_exchanges_is_nobodys_fault()
    {
        var driver = new SessionDriver().AnsweringAtOnce();
        driver.Feed(Get);
        driver.Session.OnInputEnded(failed: false);
        Assert.Equal("close PeerClosed", driver.World.Log[^1]);
    }

    [Fact]
    public void The_peers_end_in_the_middle_of_a_head_is_answered_with_400()
    {
        var driver = new SessionDriver();
        driver.Feed("GET / HT");
        driver.Session.OnInputEnded(failed: false);
        Assert.StartsWith("HTTP/1.1 400 ", driver.World.TakeOutput());
        Assert.Equal(["refuse 400 HPE_INVALID_EOF_STATE", "close ProtocolError"], driver.Log);
    }

    [Fact]
    public void The_peers_end_in_the_middle_of_a_body_fails_the_exchange()
    {
        var driver = new SessionDriver();
        driver.World.Demand = BodyDemand.Flow;
        driver.Feed(Sized + "he");
        driver.Session.OnInputEnded(failed: false);
        Assert.StartsWith("HTTP/1.1 400 ", driver.World.TakeOutput());
        Assert.Equal(
            ["publish POST /", "body he", "exchange fails PeerAborted", "refuse 400 HPE_INVALID_EOF_STATE", "close PeerAborted"], driver.Log);
    }

    [Fact]
    public void The_connections_failure_in_the_middle_of_a_body_is_not_answered()
    {
        var driver = new SessionDriver();
        driver.World.Demand = BodyDemand.Flow;
        driver.Feed(Sized + "he");
        driver.Session.OnInputEnded(failed: true);
        Assert.Equal("", driver.World.TakeOutput());
        Assert.Equal(["publish POST /", "body he", "exchange fails TransportFailed", "abort TransportFailed"], driver.Log);
    }

    [Fact]
    public void The_peers_end_in_the_middle_of_a_body_does_not_cut_off_a_complete_response()
    {
        var driver = new SessionDriver();
        driver.Feed(Sized);
        driver.World.Demand = BodyDemand.Discard;
        driver.Respond();
        driver.Feed("he");
        driver.Session.OnInputEnded(failed: false);
        Assert.Equal(["publish POST /", "exchange fails PeerAborted", "close LastResponse"], driver.Log);
    }

    [Fact]
    public void A_half_close_after_the_request_still_gets_its_answer()
    {
        var driver = new SessionDriver();
        driver.Feed(Get);
        driver.Session.OnInputEnded(failed: false);
        Assert.Equal(SessionState.Responding, driver.State);
        driver.Respond();
        Assert.EndsWith("ok", driver.World.TakeOutput());
        Assert.Equal("close LastResponse", driver.World.Log[^1]);
    }

    [Fact]
    public void A_half_close_while_the_last_response_is_on_its_way_does_not_cut_it_off()
    {
        var driver = new SessionDriver().AnsweringAtOnce();
        driver.Feed("GET / HTTP/1.0\r\n\r\n");
        Assert.Equal(SessionState.Closing, driver.State);
        driver.Session.OnInputEnded(failed: false);
        Assert.DoesNotContain(driver.Log, entry => entry.StartsWith("abort", StringComparison.Ordinal));
    }

    [Fact]
    public void The_peers_end_after_the_last_octet_was_sent_releases_the_connection()
    {
        var driver = new SessionDriver().AnsweringAtOnce();
        driver.Feed("GET / HTTP/1.0\r\n\r\n");
        driver.Session.OnLingering();
        driver.Session.OnInputEnded(failed: false);
        Assert.Equal("abort LastResponse", driver.World.Log[^1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET / H")]
    [InlineData(Get)]
    [InlineData(Sized + "he")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    public void A_broken_transport_ends_every_state(string input)
    {
        var driver = new SessionDriver();
        driver.World.Demand = BodyDemand.Flow;
        driver.Feed(input);
        driver.Session.OnInputEnded(failed: true);
        Assert.StartsWith("abort ", driver.World.Log[^1]);
        Assert.Equal(SessionState.Closed, driver.State);
    }
}
