namespace HttpActors.Protocol.Tests;

/// <summary>1xx responses come before the final one and never instead of it.</summary>
public class Rfc9110_15_2_Informational
{
    [Fact]
    public void Any_number_then_one_final_response()
    {
        var server = Server.Get().Informational(100).Informational(103, new HeaderField("Link", "</a>; rel=preload")).Informational(199);
        server.Head(new ResponseHeadSpec { StatusCode = 200, BodyLength = 0 }).End();
        Assert.Equal(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\nHTTP/1.1 199 unknown\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
            server.Written);
    }

    [Fact]
    public void HTTP_1_0_gets_none()
    {
        var server = Server.Get("", "1.0").Informational(100);
        Assert.Equal("", server.Written);
        Assert.Equal(SideState.SendResponse, server.Connection.OurState);
    }

    [Fact]
    public void Framing_fields_are_left_out() =>
        Assert.Equal(
            "HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n",
            Server.Get().Informational(103, new("Content-Length", "1"), new("A", "b"), new("Transfer-Encoding", "chunked")).Written);

    [Fact]
    public void Not_without_a_request() =>
        Assert.Equal("ERR_HTTP_INVALID_STATE", Assert.Throws<LocalProtocolException>(() => new Server("").Informational(100)).Code);

    [Fact]
    public void A_client_gets_each_with_its_fields_and_goes_on_waiting()
    {
        var client = new Client().Head(new RequestHeadSpec { Method = "GET", Target = "/", BodyLength = 0 }).End();
        Assert.Equal(ReadEvent.Informational, client.Read("HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"));
        Assert.True(client.Connection.ResponseHead!.IsInformational);
        Assert.True(client.Connection.ResponseHead.Fields.Contains("link"));
        Assert.Equal(SideState.SendResponse, client.Connection.TheirState);
        Assert.Equal(ReadEvent.EndOfMessage, client.Read("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    }
}
