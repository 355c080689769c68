using HttpActors.Actors.Client;
using HttpActors.Protocol;

namespace HttpActors.Actors.Tests.Sessions;

/// <summary>Every way in which a client's session ends before its time, or is told what it must not believe.</summary>
public sealed class ClientSessionEndingTests
{
    private const string Partial = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab";
    private const string UntilClose = "HTTP/1.1 200 OK\r\n\r\nab";

    [Fact]
    public void Octets_on_an_idle_connection_are_poison_before_a_request_and_between_two()
    {
        var before = new ClientSessionDriver();
        before.Feed("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(["close Poisoned"], before.Log);
        Assert.Equal("", before.Held);
        var between = ClientSessionDriver.Asking();
        between.Feed("HTTP/1.1 204 No Content\r\n\r\n");
        between.Feed("H");
        Assert.Equal(["head 204", "end", "free", "close Poisoned"], between.Log);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(103)]
    [InlineData(199)]
    public void A_flood_of_informational_responses_ends(int status)
    {
        var driver = ClientSessionDriver.Asking(settings: ClientSettings.Default with { Limits = new Http1Limits { MaxInformationalResponses = 3 } });
        driver.Feed(string.Concat(Enumerable.Repeat($"HTTP/1.1 {status} X\r\n\r\n", 1000)));
        Assert.Equal(
            [.. Enumerable.Repeat($"information {status}", 3), "fail ProtocolError ERR_HTTP_TOO_MANY_INFORMATIONAL"], driver.Log);
        Assert.Equal(ClientState.Closed, driver.State);
    }

    [Fact]
    public void The_flood_is_counted_for_each_request_anew()
    {
        var driver = new ClientSessionDriver(ClientSettings.Default with { Limits = new Http1Limits { MaxInformationalResponses = 1 } });
        for (var i = 0; i < 5; i++)
        {
            driver.Ask();
            driver.Feed("HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");
            Assert.Equal(ClientState.Idle, driver.State);
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n", "HPE_INVALID_TRANSFER_ENCODING")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, identity\r\n\r\n", "HPE_INVALID_TRANSFER_ENCODING")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", "HPE_INVALID_TRANSFER_ENCODING")]
    [InlineData("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HPE_INVALID_TRANSFER_ENCODING")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n", "HPE_UNEXPECTED_CONTENT_LENGTH")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\n", "HPE_INVALID_CONTENT_LENGTH")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\n", "HPE_INVALID_HEADER_TOKEN")]
    [InlineData("HTTP/1.1 200 OK\r\n X: folded\r\n\r\n", "HPE_UNEXPECTED_SPACE")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 2\r\n\r\n", "HPE_CR_EXPECTED")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\n", "HPE_INVALID_STATUS")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n", "HPE_INVALID_STATUS")]
    [InlineData("HTTP/2.0 200 OK\r\n\r\n", "HPE_INVALID_VERSION")]
    [InlineData("ICY 200 OK\r\n\r\n", "HPE_INVALID_CONSTANT")]
    public void A_head_that_could_be_read_in_two_ways_is_not_read(string head, string code)
    {
        var driver = ClientSessionDriver.Asking();
        driver.Feed(head);
        Assert.Equal([$"fail ProtocolError {code}"], driver.Log);
        Assert.True(driver.Session.ResponseBegan);
        Assert.False(driver.Session.ResponseHeadSeen);
    }

    [Theory]
    [InlineData("4\r\nabcd4\r\n", "HPE_STRICT")]
    [InlineData("zz\r\n", "HPE_INVALID_CHUNK_SIZE")]
    [InlineData("FFFFFFFFFFFFFFFFF\r\n", "HPE_INVALID_CHUNK_SIZE")]
    [InlineData("4\nabcd\r\n", "HPE_CR_EXPECTED")]
    public void A_chunk_that_cannot_be_read_fails_behind_what_could(string chunk, string code)
    {
        const string Head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n";
        var together = ClientSessionDriver.Asking();
        together.Feed(Head + chunk);
        var apart = ClientSessionDriver.Asking();
        apart.Feed(Head);
        apart.Feed(chunk);
        Assert.Equal(together.Log, apart.Log);
        Assert.Equal(["head 200", chunk.StartsWith("4\r\nabcd", StringComparison.Ordinal) ? "body okabcd" : "body ok", $"fail ProtocolError {code}"], apart.Log);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 ", "x", "HPE_HEADER_OVERFLOW")]
    [InlineData("HTTP/1.1 200 OK\r\nX: ", "x", "HPE_HEADER_OVERFLOW")]
    [InlineData("HTTP/1.1 200 OK\r\n", "X: y\r\n", "HPE_HEADER_OVERFLOW")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n", "HPE_HEADER_OVERFLOW")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", "x", "HPE_CHUNK_EXTENSIONS_OVERFLOW")]
    public void A_head_a_trailer_or_an_extension_without_an_end_has_one(string begin, string more, string code)
    {
        var driver = ClientSessionDriver.Asking();
        driver.Feed(begin);
        var fed = 0;
        for (; driver.State != ClientState.Closed && fed < 100_000; fed += more.Length)
        {
            driver.Feed(more);
        }

        Assert.Equal($"fail ProtocolError {code}", driver.Log.Last());
        Assert.InRange(fed, 1000, 33_000);
    }

    [Fact]
    public void More_than_the_largest_body_is_refused()
    {
        var settings = ClientSettings.Default with { Limits = new Http1Limits { MaxBodySize = 4 } };
        var declared = ClientSessionDriver.Asking(settings: settings);
        declared.Feed(Partial);
        Assert.Equal(["fail ProtocolError ERR_HTTP_BODY_TOO_LARGE"], declared.Log);
        var endless = ClientSessionDriver.Asking(settings: settings);
        endless.Feed(UntilClose);
        endless.Feed("cdef");
        Assert.Equal(["head 200", "body abcd", "fail ProtocolError ERR_HTTP_BODY_TOO_LARGE"], endless.Log);
    }

    [Theory]
    [InlineData("", false, "fail PeerAborted")]
    [InlineData("", true, "fail TransportFailed")]
    [InlineData("HTTP/1.1 2", false, "fail PeerAborted")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", false, "information 100, fail PeerAborted")]
    [InlineData(Partial, false, "head 200, body ab, fail PeerAborted")]
    [InlineData(Partial, true, "head 200, body ab, fail TransportFailed")]
    [InlineData(UntilClose, false, "head 200, body ab, end, last")]
    [InlineData(UntilClose, true, "head 200, body ab, fail TransportFailed")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", false, "head 200, body ab, fail PeerAborted")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n", false, "head 200, body ab, fail PeerAborted")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", false, "head 204, end, free, close PeerClosed")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", true, "head 204, end, free, close PeerClosed")]
    public void The_peers_end_is_told_once_in_every_state(string before, bool failed, string log)
    {
        var driver = ClientSessionDriver.Asking();
        driver.Feed(before);
        driver.Session.OnInputEnded(failed);
        driver.Session.OnInputEnded(failed);
        Assert.Equal(log, string.Join(", ", driver.Log));
        Assert.Equal(ClientState.Closed, driver.State);
    }

    [Fact]
    public void An_end_behind_an_early_answer_is_no_error()
    {
        var driver = new ClientSessionDriver();
        driver.Begin();
        driver.Feed("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
        driver.Session.OnInputEnded(failed: true);
        Assert.Equal(["head 413", "end", "last"], driver.Log);
    }

    [Fact]
    public void After_a_switch_ends_are_the_other_protocols()
    {
        var driver = ClientSessionDriver.Asking("CONNECT");
        driver.Feed("HTTP/1.1 200 OK\r\n\r\n");
        driver.Session.OnInputEnded(failed: false);
        driver.Tick(TimeSpan.FromDays(1));
        Assert.Equal(["switch 200"], driver.Log);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_answer_its_chance_and_the_connection_none()
    {
        var driver = ClientSessionDriver.Asking();
        driver.Session.OnOutputFailed();
        Assert.Equal(ClientState.AwaitingHead, driver.State);
        driver.Feed("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        Assert.Equal(["head 200", "body ok", "end", "last"], driver.Log);
    }

    [Fact]
    public void A_write_that_fails_behind_the_whole_answer_ends_the_exchange()
    {
        var driver = new ClientSessionDriver();
        driver.Begin();
        driver.Feed("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        driver.Session.OnOutputFailed();
        Assert.Equal(["head 200", "end", "last"], driver.Log);
    }
}
