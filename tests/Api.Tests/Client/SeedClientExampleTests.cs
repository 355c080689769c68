namespace HttpActors.Tests.Client;

/// <summary>The client-side examples of the IoT.js document, line by line in C#; only port and agent are the test's.</summary>
public class SeedClientExampleTests : ClientTest
{
    [Fact]
    public async Task Request_with_a_method_a_port_and_headers()
    {
        var server = await ServeAsync(async (received, answer) =>
            answer.End($"{received.Method} {received.Headers["content-length"]} {await received.ReadStringAsync()}"));
        var port = PortOf(server);

        // var http = require('http');
        // var request = http.request({ method: 'POST', port: 80, headers: {'Content-Length': 3} });
        var request = Http.Request(new ClientRequestOptions
        {
            Method = "POST",
            Port = port,
            Headers = new Dictionary<string, string> { ["Content-Length"] = "3" },
            Agent = Agent,
        });

        // ...
        request.Write("abc");

        // request.end();
        request.End();

        Assert.Equal("POST 3 abc", await (await request.Response.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task Request_needs_an_end_also_without_data()
    {
        var server = ListenRaw();
        var port = server.Port;

        // Note that in the example req.end() was called. With http.request() one must always call req.end() to signify
        // that you're done with the request - even if there is no data being written to the request body.
        var request = Http.Request(new ClientRequestOptions { Host = "127.0.0.1", Port = port, Agent = Agent });
        var peer = await server.AcceptAsync();
        Assert.False(request.HeadersSent);

        request.End();

        Assert.Equal($"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: keep-alive\r\n\r\n", await peer.ReadHeadAsync());
        await peer.AnswerAsync("done");
        Assert.Equal("done", await (await request.Response.InTime()).ReadStringAsync().InTime());
    }

    [Fact]
    public async Task Get_with_a_callback()
    {
        var server = await ServeAsync((received, answer) => answer.End($"{received.Method} {received.Url}"));
        var port = PortOf(server);
        var got = Promise<string>();

        // http.get({ port: 80, }, function(res) { ... });
        Http.Get(
            new ClientRequestOptions { Port = port, Agent = Agent },
            async res => got.SetResult(await res.ReadStringAsync()));

        Assert.Equal("GET /", await got.Task.InTime());
    }
}
