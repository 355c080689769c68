using HttpActors.Interop.Harness;

namespace HttpActors.Interop;

/// <content>Expect: 100-continue (RFC 9110 section 10.1.1).</content>
public abstract partial class PeerTests
{
    private static readonly KeyValuePair<string, string> Expect = new("Expect", "100-continue");

    [PeerFact]
    public async Task A_body_waits_until_the_server_wants_it()
    {
        foreach (var known in (bool[])[true, false])
        {
            var wanted = 0;
            var request = Http.Request(To("/seen", "POST", known ? [Expect, new("Content-Length", "6")] : [Expect]));
            request.ContinueReceived += () =>
            {
                wanted++;
                request.End("octets");
            };
            Assert.Equal(known ? "POST||6|octets" : "POST||chunked|octets", await TextOfAsync(request));
            Assert.Equal(1, wanted);
            await SettledAsync();
        }

        Assert.Equal(1, Agent.GetStats().CreatedConnections);
    }

    [PeerFact]
    public async Task A_body_that_does_not_wait_arrives_as_well()
    {
        var response = await Http.RequestAsync(To("/seen", "POST", [Expect]), "octets"u8.ToArray()).InTime();
        Assert.Equal("POST||6|octets", await response.ReadStringAsync().InTime());
        Assert.Equal("POST||4|next", await EchoAsync("next"));
    }

    [PeerFact]
    public async Task A_server_that_does_not_want_the_body_says_so_and_it_is_not_sent()
    {
        var wanted = false;
        var request = Http.Request(To("/refuse", "POST", [Expect, new("Content-Length", "100000")]));
        request.ContinueReceived += () => wanted = true;
        var response = await request.Response.InTime();
        await response.ReadAllAsync().InTime();
        Assert.Contains(response.StatusCode, (int[])[413, 417]);
        Assert.False(wanted);
        request.Destroy();

        Assert.Equal("POST||4|next", await EchoAsync("next"));
        await Bounded.Until(() => Agent.GetStats() is { OpenConnections: 1 });
    }

    [PeerFact]
    public async Task Whoever_asks_whether_the_body_is_wanted_is_answered()
    {
        var request = Http.Request(To("/seen", "POST", [Expect, new("Content-Length", "6")]));
        Assert.True(await request.ContinueAsync().InTime());
        request.End("octets");
        Assert.Equal("POST||6|octets", await TextOfAsync(request));

        var refused = Http.Request(To("/refuse", "POST", [Expect, new("Content-Length", "100000")]));
        Assert.False(await refused.ContinueAsync().InTime());
        Assert.Contains((await refused.Response.InTime()).StatusCode, (int[])[413, 417]);
        refused.Destroy();
    }

    /// <summary>Without an expectation the refusal meets the body on its way; some end the connection then.</summary>
    [PeerFact]
    public async Task A_refusal_counts_while_the_body_is_being_sent()
    {
        var request = Http.Request(To("/refuse", "POST", [new("Content-Length", "20000000")]));
        var sent = SendAsync(request, new byte[20_000_000]);
        var response = await request.Response.InTime();
        Assert.Equal(413, response.StatusCode);
        request.Destroy();
        await Task.WhenAny(sent).InTime();

        Assert.Equal("POST||4|next", await EchoAsync("next"));
    }

    private async Task<string> EchoAsync(string text)
    {
        var response = await Http.RequestAsync(To("/seen", "POST"), System.Text.Encoding.ASCII.GetBytes(text)).InTime();
        return await response.ReadStringAsync().InTime();
    }
}
