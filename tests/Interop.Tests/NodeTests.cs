using System.Net.WebSockets;
using HttpActors.Interop.Harness;

namespace HttpActors.Interop;

/// <summary>What Node can do beside what all can.</summary>
public abstract class NodeTests(NodePeer peer, HttpTransport transport) : PeerTests(peer, transport)
{
    [PeerFact]
    public Task Trailers_of_a_request_arrive() => TrailersOfARequestArrive();

    [PeerFact]
    public Task Trailers_of_a_response_arrive() => TrailersOfAResponseArrive("first second");

    [PeerFact]
    public async Task Early_hints_are_told_before_the_response()
    {
        var log = new List<string>();
        var request = Http.Request(To("/hints"));
        request.InformationReceived += hint => log.Add(
            $"{hint.StatusCode} {hint.StatusMessage} {string.Join(';', hint.Headers.Raw.Select(line => $"{line.Key}={line.Value}"))}");
        request.ResponseReceived += response => log.Add($"{response.StatusCode}");
        request.End();
        Assert.Equal(Peer.Text, await TextOfAsync(request));
        Assert.Equal(
        [
            "103 Early Hints Link=</style.css>; rel=preload; as=style;x-hint=first",
            "103 Early Hints Link=</a.js>; rel=preload; as=script, </b.js>; rel=preload; as=script",
            "102 Processing ",
            "200",
        ], log);
    }

    [PeerFact]
    public async Task Hints_that_nobody_listens_for_are_passed_over()
    {
        Assert.Equal(Peer.Text, await TextOfAsync(To("/hints")));
        await SettledAsync();
        Assert.Equal(Peer.Text, await TextOfAsync(To("/hints")));
        Assert.Equal(1, Agent.GetStats().CreatedConnections);
    }

    [PeerFact]
    public async Task A_body_that_the_end_of_the_connection_delimits()
    {
        var response = await Http.GetAsync(To("/end")).InTime();
        Assert.Equal(Peer.Lines, await response.ReadStringAsync().InTime());
        Assert.Null(response.Headers["content-length"]);
        Assert.Null(response.Headers["transfer-encoding"]);
        await Bounded.Until(() => Agent.GetStats().OpenConnections == 0);
    }

    /// <summary>The end comes after an answer that announced none: before the next request, or across it.</summary>
    [PeerFact]
    public async Task A_connection_that_ends_without_a_word_costs_no_request()
    {
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(Peer.Text, await TextOfAsync(To("/vanish")));
        }
    }

    [PeerFact]
    public async Task A_frame_that_comes_together_with_the_upgrade_is_not_lost()
    {
        using var socket = await UpgradeAsync("/socket?greet");
        Assert.Equal("welcome"u8.ToArray(), await ReceiveAsync(socket, WebSocketMessageType.Text));
        await socket.SendAsync("thanks"u8.ToArray(), WebSocketMessageType.Text, true, default).InTime();
        Assert.Equal("thanks"u8.ToArray(), await ReceiveAsync(socket, WebSocketMessageType.Text));
    }
}

/// <summary>Where the transport is left to choose.</summary>
[Needs("node")]
public sealed class NodeAutomaticTests(NodePeer peer) : NodeTests(peer, HttpTransport.Automatic), IClassFixture<NodePeer>;

/// <summary>The same on the thread pool.</summary>
[Needs("node")]
public sealed class NodeThreadPoolTests(NodePeer peer) : NodeTests(peer, HttpTransport.ThreadPool), IClassFixture<NodePeer>;
