using HttpActors.Interop.Harness;

namespace HttpActors.Interop;

/// <content>Redirections (RFC 9110 section 15.4).</content>
public abstract partial class PeerTests
{
    [PeerFact]
    public async Task A_redirection_is_a_response_like_any_other()
    {
        foreach (var status in (int[])[301, 302, 303, 307, 308])
        {
            var response = await Http.GetAsync(To($"/to/{status}")).InTime();
            Assert.Equal(status, response.StatusCode);
            Assert.EndsWith("/seen", response.Headers["location"], StringComparison.Ordinal);
            await response.ReadAllAsync().InTime();
        }
    }

    [PeerFact]
    public async Task A_redirection_is_followed_with_the_method_and_the_body_that_its_status_demands()
    {
        (int Status, string Method, string Seen)[] table =
        [
            (301, "GET", "GET|||"), (302, "GET", "GET|||"), (303, "GET", "GET|||"), (307, "GET", "GET|||"), (308, "GET", "GET|||"),
            (301, "POST", "GET|||"), (302, "POST", "GET|||"), (303, "POST", "GET|||"),
            (307, "POST", "POST|text/x-one|6|octets"), (308, "POST", "POST|text/x-one|6|octets"),
            (301, "PUT", "PUT|text/x-one|6|octets"), (302, "PUT", "PUT|text/x-one|6|octets"), (303, "PUT", "GET|||"),
            (307, "PUT", "PUT|text/x-one|6|octets"), (308, "PUT", "PUT|text/x-one|6|octets"),
        ];
        foreach (var (status, method, seen) in table)
        {
            var withBody = method != "GET";
            var options = To($"/to/{status}", method, withBody ? [new("Content-Type", "text/x-one")] : null, redirects: 1);
            var response = await Http.RequestAsync(options, withBody ? "octets"u8.ToArray() : default).InTime();
            Assert.Equal((status, method, seen), (status, method, await response.ReadStringAsync().InTime()));
        }
    }

    [PeerFact]
    public async Task HEAD_stays_HEAD_on_its_way()
    {
        foreach (var status in (int[])[301, 302, 303, 307, 308])
        {
            var response = await Http.RequestAsync(To($"/to/{status}", "HEAD", redirects: 1)).InTime();
            Assert.Equal(200, response.StatusCode);
            Assert.Empty(await response.ReadAllAsync().InTime());
        }
    }

    [PeerFact]
    public async Task A_circle_ends_at_the_limit()
    {
        var error = await Assert.ThrowsAsync<HttpException>(() => Http.GetAsync(To("/loop", redirects: 4))).InTime();
        Assert.Equal("ERR_HTTP_TOO_MANY_REDIRECTS", error.Code);
        Assert.Equal(Peer.Text, await TextOfAsync(To("/text")));
    }

    [PeerFact]
    public async Task Credentials_stay_with_the_origin_they_were_given_for()
    {
        KeyValuePair<string, string>[] credentials = [new("Authorization", "Basic YTpi"), new("Cookie", "a=b")];
        var here = $"http://127.0.0.1:{peer.Port}/credentials";
        Assert.Equal("Basic YTpi|a=b", await TextOfAsync(To($"/away?to={here}", "GET", credentials, redirects: 1)));

        var elsewhere = $"http://localhost:{peer.Port}/credentials";
        Assert.Equal("|", await TextOfAsync(To($"/away?to={elsewhere}", "GET", credentials, redirects: 1)));
    }
}
