namespace HttpActors.Tests.Client;

/// <summary>A request leaves inside the call that makes it: its answers may be there before anybody listens.</summary>
public sealed class LateListenerTests : ClientTest
{
    [Fact]
    public async Task The_wish_for_the_body_is_told_to_whoever_listens_late()
    {
        var server = ListenRaw();
        var request = Http.Request(Asking(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        await peer.AnswerAsync("early");
        Assert.Equal("early", await (await request.Response.InTime()).ReadStringAsync().InTime());

        var wanted = Promise();
        request.ContinueReceived += wanted.SetResult;
        await wanted.Task.InTime();
        request.End("body");
        Assert.Equal("body", await peer.ReadAsync(4));
    }

    [Fact]
    public async Task Hints_are_kept_in_their_order_and_told_once()
    {
        var server = ListenRaw();
        var request = Http.Get(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync(string.Concat(Enumerable.Range(0, 20).Select(number => $"HTTP/1.1 103 Early Hints\r\nLink: {number}\r\n\r\n")));
        await peer.AnswerAsync("body");
        var response = await request.Response.InTime();

        var log = new EventLog();
        request.InformationReceived += hint => Note(hint, "first");
        Assert.Equal(string.Join(", ", Enumerable.Range(0, 16).Select(number => $"first {number}")), await log.WholeAsync());
        var second = false;
        request.InformationReceived += _ => second = true;
        Assert.Equal("body", await response.ReadStringAsync().InTime());
        Assert.False(second);

        void Note(HttpInformation hint, string who)
        {
            var entry = $"{who} {hint.Headers["link"]}";
            if (hint.Headers["link"] == "15")
            {
                log.Close(entry);
            }
            else
            {
                log.Add(entry);
            }
        }
    }

    private ClientRequestOptions Asking(RawServer server) => new()
    {
        Host = "127.0.0.1",
        Port = server.Port,
        Agent = Agent,
        Method = "POST",
        Headers = [new("Expect", "100-continue"), new("Content-Length", "4")],
    };
}
