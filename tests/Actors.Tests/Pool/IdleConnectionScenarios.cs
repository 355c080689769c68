using HttpActors.Actors.Client;

namespace HttpActors.Actors.Tests.Pool;

/// <summary>Connections between two requests: how long they live, which is taken, and what they must not bring along.</summary>
public abstract class IdleConnectionScenarios(bool onLoops) : PoolScenario(onLoops)
{
    [Theory]
    [InlineData(false, 2, "c b a")]
    [InlineData(true, 0, "a b c")]
    public async Task The_one_used_last_is_taken_first_or_the_one_idle_longest(bool fifo, int first, string order)
    {
        var agent = StartAgent(ClientSettings.Default with { Fifo = fifo });
        var place = Place();
        var requests = Enumerable.Range(0, 3).Select(_ => Ask(agent, place)).ToArray();
        var peers = new[] { await AcceptAsync(), await AcceptAsync(), await AcceptAsync() };
        for (var i = 0; i < 3; i++)
        {
            await peers[i].ServeAsync();
            await Bounded.Until(() => agent.OriginFor(place).Idle.Count == i + 1);
        }

        await Task.WhenAll(requests.Select(request => request.Outcome)).InTime();
        var taken = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var request = Ask(agent, place);
            var peer = peers[fifo ? i : 2 - i];
            await peer.ReadHeadAsync();
            taken.Add("abc"[Array.IndexOf(peers, peer)].ToString());
            Assert.True(request.Exchange.IsReused);
        }

        Assert.Equal((first, order), (Array.IndexOf(peers, peers[fifo ? 0 : 2]), string.Join(' ', taken)));
    }

    [Fact]
    public async Task More_idle_connections_than_may_be_are_closed()
    {
        var agent = StartAgent(ClientSettings.Default with { MaxFreeSockets = 1 });
        var place = Place();
        var requests = new[] { Ask(agent, place), Ask(agent, place) };
        var (kept, surplus) = (await AcceptAsync(), await AcceptAsync());
        await kept.ServeAsync();
        await Bounded.Until(() => agent.OriginFor(place).Idle.Count == 1);
        await surplus.ServeAsync();
        await surplus.ExpectEndAsync();
        await Task.WhenAll(requests.Select(request => request.Outcome)).InTime();
        Assert.Equal(1, agent.OriginFor(place).Idle.Count);
        await Bounded.Until(() => agent.OpenCount == 1);
        Assert.Equal(1, agent.Ends[CloseReason.Retired]);
        await CloseAsync(agent);
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData("Keep-Alive: timeout=20\r\n", 19)]
    public async Task An_idle_connection_is_closed_before_the_server_does_and_not_earlier(string fields, int seconds)
    {
        var agent = StartAgent();
        var place = Place();
        var peer = await WarmAsync(agent, place, fields);
        Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        var again = Ask(agent, place);
        await peer.ServeAsync("again", fields);
        Assert.Equal("again", await again.Outcome.InTime());
        await Bounded.Until(() => agent.OriginFor(place).Idle.Count == 1);
        Time.Advance(TimeSpan.FromSeconds(seconds + 1));
        await peer.ExpectEndAsync();
        await Bounded.Until(() => agent.Ends.ContainsKey(CloseReason.KeepAliveTimeout));
        await CloseAsync(agent);
    }

    /// <summary>The clock's tick has not come yet: who takes it looks at the time.</summary>
    [Fact]
    public async Task One_that_was_idle_too_long_is_not_handed_out_though_nobody_has_closed_it_yet()
    {
        var agent = StartAgent(ClientSettings.Default with { TickInterval = TimeSpan.FromHours(1) });
        var place = Place();
        await WarmAsync(agent, place);
        Time.Advance(TimeSpan.FromSeconds(5));
        var request = Ask(agent, place);
        await (await AcceptAsync()).ServeAsync("fresh");
        Assert.Equal("fresh", await request.Outcome.InTime());
        Assert.False(request.Exchange.IsReused);
    }

    [Fact]
    public async Task A_connection_older_than_its_lifetime_gets_no_request_any_more()
    {
        var agent = StartAgent(ClientSettings.Default with
        {
            ConnectionLifetime = TimeSpan.FromSeconds(10),
            KeepAliveTimeout = TimeSpan.FromMinutes(5),
            TickInterval = TimeSpan.FromHours(1),
        });
        var place = Place();
        var peer = await WarmAsync(agent, place);
        Time.Advance(TimeSpan.FromSeconds(9));
        var young = Ask(agent, place);
        await peer.ServeAsync("young");
        Assert.Equal("young", await young.Outcome.InTime());
        await Bounded.Until(() => agent.OriginFor(place).Idle.Count == 1);
        Time.Advance(TimeSpan.FromSeconds(1));
        var late = Ask(agent, place);
        await (await AcceptAsync()).ServeAsync("late");
        Assert.Equal("late", await late.Outcome.InTime());
        await peer.ExpectEndAsync();
    }

    [Fact]
    public async Task A_connection_that_grows_old_in_the_middle_of_an_exchange_finishes_it()
    {
        var agent = StartAgent(ClientSettings.Default with { ConnectionLifetime = TimeSpan.FromSeconds(10), HeadersTimeout = TimeSpan.Zero });
        var place = Place();
        var request = Ask(agent, place);
        var peer = await AcceptAsync();
        await peer.ReadHeadAsync();
        Time.Advance(TimeSpan.FromSeconds(60));
        await peer.AnswerAsync("old");
        Assert.Equal("old", await request.Outcome.InTime());
        await peer.ExpectEndAsync();
    }

    [Fact]
    public async Task A_connection_serves_as_many_requests_as_it_may()
    {
        var agent = StartAgent(ClientSettings.Default with { MaxRequestsPerSocket = 2 });
        var place = Place();
        var peer = await WarmAsync(agent, place);
        var second = Ask(agent, place);
        Assert.Contains("Connection: close\r\n", await peer.ReadHeadAsync(), StringComparison.Ordinal);
        await peer.AnswerAsync("last");
        Assert.Equal("last", await second.Outcome.InTime());
        await peer.ExpectEndAsync();
    }

    [Fact]
    public async Task Octets_that_came_unasked_are_never_an_answer()
    {
        var agent = StartAgent();
        var place = Place();
        for (var round = 0; round < 20; round++)
        {
            // Whether its reading or its taking comes first: the connection is poisoned.
            var peer = await WarmAsync(agent, place);
            var poisoning = peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
            var request = Ask(agent, place);
            var fresh = await AcceptAsync();
            await fresh.ServeAsync("clean", "Connection: close\r\n");
            Assert.Equal("clean", await request.Outcome.InTime());
            await poisoning;
            await Bounded.Until(() => agent.OpenCount == 0);
        }

        Assert.Equal(20, agent.Ends[CloseReason.Poisoned]);
    }

    [Fact]
    public async Task The_end_of_an_idle_connection_is_nobodys_error()
    {
        var agent = StartAgent();
        var place = Place();
        var peer = await WarmAsync(agent, place);
        peer.Close();
        await Bounded.Until(() => agent.OpenCount == 0);
        Assert.Equal(0, agent.OriginFor(place).Idle.Count);
        Assert.Equal(1, agent.Ends[CloseReason.PeerClosed]);
        await WarmAsync(agent, place);
    }

    [Theory]
    [InlineData("GET", "", true)]
    [InlineData("PUT", "body", true)]
    [InlineData("DELETE", "", true)]
    [InlineData("POST", "body", false)]
    [InlineData("PATCH", "body", false)]
    public async Task A_request_on_a_connection_that_dies_is_repeated_once_where_that_does_no_harm(string method, string body, bool repeated)
    {
        var agent = StartAgent();
        var place = Place();
        var peer = await WarmAsync(agent, place);
        var request = Ask(agent, place, method, body);
        await peer.ReadHeadAsync();
        peer.Close();
        if (repeated)
        {
            var fresh = await AcceptAsync();
            await fresh.ReadHeadAsync();
            fresh.Close();
        }

        Assert.Equal("ECONNRESET Headers", await request.Outcome.InTime());
        Assert.Equal((repeated ? 2 : 1, repeated ? 1L : 0L, 1), (request.Error!.Attempt, agent.RetryCount, request.Endings));
        Assert.False(HasPending);
    }

    [Fact]
    public async Task A_fresh_connection_that_dies_and_one_that_had_begun_to_answer_are_no_reason_to_repeat()
    {
        var agent = StartAgent();
        var place = Place();
        var request = Ask(agent, place);
        var peer = await AcceptAsync();
        await peer.ReadHeadAsync();
        peer.Close();
        Assert.Equal("ECONNRESET Headers", await request.Outcome.InTime());
        var warm = await WarmAsync(agent, place);
        var answered = Ask(agent, place);
        await warm.ReadHeadAsync();
        await warm.SendAsync("HTTP/1.1 2");
        await Bounded.Until(() => answered.Exchange.Carrier is ClientConnection { Session.ResponseBegan: true });
        warm.Close();
        Assert.Equal("ECONNRESET Headers", await answered.Outcome.InTime());
        Assert.Equal(0, agent.RetryCount);
    }
}

public sealed class IdleConnectionScenariosOnTheThreadPool() : IdleConnectionScenarios(onLoops: false);

public sealed class IdleConnectionScenariosOnLoops() : IdleConnectionScenarios(onLoops: true);
