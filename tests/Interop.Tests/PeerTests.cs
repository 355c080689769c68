using System.Text;
using HttpActors.Interop.Harness;

namespace HttpActors.Interop;

/// <summary>Our client and a server that is not ours: what every one of them can do, on both kinds of transport.</summary>
public abstract partial class PeerTests(Peer peer, HttpTransport transport) : IAsyncLifetime
{
    private HttpAgent? _agent;

    /// <summary>Its idle connections stay, however slow the machine.</summary>
    private protected HttpAgent Agent => _agent ??= new HttpAgent(new HttpAgentOptions
    {
        Transport = transport,
        Timeout = TimeSpan.FromMinutes(1),
        MaxSockets = 8,
    });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        Agent.Destroy();
        await Agent.CloseAsync().InTime();
    }

    [PeerFact]
    public async Task A_body_of_known_length_and_then_only_its_head_on_one_connection()
    {
        var response = await Http.GetAsync(To("/text")).InTime();
        Assert.Equal(200, response.StatusCode);
        Assert.Equal("text/plain", response.Headers["content-type"]);
        Assert.Equal(Peer.Text, await response.ReadStringAsync().InTime());
        await SettledAsync();

        var head = await Http.RequestAsync(To("/text", "HEAD")).InTime();
        Assert.Equal(200, head.StatusCode);
        Assert.Equal(response.Headers["content-length"], head.Headers["content-length"]);
        Assert.Empty(await head.ReadAllAsync().InTime());
        await SettledAsync();

        Assert.Equal(Peer.Text, await TextOfAsync(To("/text")));
        Assert.Equal(1, Agent.GetStats().CreatedConnections);
    }

    [PeerFact]
    public async Task A_longer_body_and_the_head_of_one_that_would_be_chunked()
    {
        Assert.Equal(Peer.Lines, await TextOfAsync(To("/lines")));
        await SettledAsync();
        var coded = To("/lines", "HEAD", [new("Accept-Encoding", "gzip")], decompress: true);
        Assert.Equal("", await TextOfAsync(coded));
        await SettledAsync();
        Assert.Equal(Peer.Lines, await TextOfAsync(To("/lines")));
        Assert.Equal(1, Agent.GetStats().CreatedConnections);
    }

    [PeerFact]
    public async Task A_target_that_is_not_there()
    {
        Assert.Equal(404, (await Http.GetAsync(To("/missing")).InTime()).StatusCode);
        Assert.Equal(404, (await Http.RequestAsync(To("/missing", "HEAD")).InTime()).StatusCode);
    }

    [PeerFact]
    public async Task A_body_of_known_length_arrives()
    {
        var request = To("/seen", "POST", [new("Content-Type", "text/x-one")]);
        var response = await Http.RequestAsync(request, "some octets"u8.ToArray()).InTime();
        Assert.Equal("POST|text/x-one|11|some octets", await response.ReadStringAsync().InTime());
    }

    [PeerFact]
    public async Task A_body_in_chunks_arrives()
    {
        var request = Http.Request(To("/seen", "POST", [new("Content-Type", "text/x-two")]));
        await request.WriteAsync("some "u8.ToArray()).InTime();
        await request.WriteAsync("octets"u8.ToArray()).InTime();
        request.End(" more");
        Assert.Equal("POST|text/x-two|chunked|some octets more", await TextOfAsync(request));
    }

    [PeerFact]
    public async Task A_long_body_comes_back_as_it_was_sent()
    {
        var octets = new byte[1_000_000];
        new Random(1).NextBytes(octets);
        foreach (var known in (bool[])[true, false])
        {
            var request = Http.Request(To($"{peer.Behind}/echo", "POST"));
            if (known)
            {
                request.SetHeader("Content-Length", "1000000");
            }

            var sent = SendAsync(request, octets);
            var response = await request.Response.InTime();
            Assert.Equal(octets, await response.ReadAllAsync().InTime());
            await sent.InTime();
        }
    }

    [PeerFact]
    public async Task No_content_and_nothing_new_have_no_body_and_keep_the_connection()
    {
        var nothing = await Http.GetAsync(To("/nothing")).InTime();
        Assert.Equal(204, nothing.StatusCode);
        Assert.Empty(await nothing.ReadAllAsync().InTime());
        await SettledAsync();

        var page = await Http.GetAsync(To("/tagged")).InTime();
        Assert.Equal(Peer.Text, await page.ReadStringAsync().InTime());
        await SettledAsync();
        var tag = page.Headers["etag"]!;
        var same = await Http.GetAsync(To("/tagged", "GET", [new("If-None-Match", tag)])).InTime();
        Assert.Equal(304, same.StatusCode);
        Assert.Equal(tag, same.Headers["etag"]);
        Assert.Empty(await same.ReadAllAsync().InTime());
        await SettledAsync();

        Assert.Equal(Peer.Text, await TextOfAsync(To("/text")));
        Assert.Equal(1, Agent.GetStats().CreatedConnections);
    }

    [PeerFact]
    public async Task Many_requests_at_once_get_each_its_own_answer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(AskAsync)).InTime();
        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"PUT||{$"number {number}".Length}|number {number}"), answers);
        Assert.InRange(Agent.GetStats().CreatedConnections, 1, 8);

        async Task<string> AskAsync(int number)
        {
            var response = await Http.RequestAsync(To("/seen", "PUT"), Encoding.ASCII.GetBytes($"number {number}"));
            return await response.ReadStringAsync();
        }
    }

    [PeerFact]
    public async Task A_Unix_socket_serves_as_well()
    {
        var options = new ClientRequestOptions { SocketPath = peer.SocketPath, Path = "/text", Agent = Agent };
        Assert.Equal(Peer.Text, await TextOfAsync(options));
        await SettledAsync();
        Assert.Equal(Peer.Text, await TextOfAsync(options));
        Assert.Equal(1, Agent.GetStats().CreatedConnections);
    }

    private protected ClientRequestOptions To(
        string path,
        string method = "GET",
        IReadOnlyList<KeyValuePair<string, string>>? headers = null,
        int redirects = 0,
        bool decompress = false) => new()
        {
            Host = "127.0.0.1",
            Port = peer.Port,
            Path = path,
            Method = method,
            Headers = headers,
            MaxRedirects = redirects,
            Decompress = decompress,
            Agent = Agent,
        };

    /// <summary>All connections are in the pool again: that comes right behind the end of a body, not before it.</summary>
    private protected Task SettledAsync() =>
        Bounded.Until(() => Agent.GetStats() is var stats && stats.OpenConnections == stats.IdleConnections);

    private protected static async Task<string> TextOfAsync(ClientRequestOptions options)
    {
        var response = await Http.RequestAsync(options).InTime();
        return await response.ReadStringAsync().InTime();
    }

    private protected static async Task<string> TextOfAsync(ClientRequest request)
    {
        var response = await request.Response.InTime();
        return await response.ReadStringAsync().InTime();
    }

    /// <summary>Sends a body in pieces, as the server takes them.</summary>
    private protected static async Task SendAsync(ClientRequest request, ReadOnlyMemory<byte> octets)
    {
        for (; octets.Length > 0; octets = octets[Math.Min(octets.Length, 10_000)..])
        {
            await request.WriteAsync(octets[..Math.Min(octets.Length, 10_000)]);
        }

        await request.EndAsync();
    }
}
