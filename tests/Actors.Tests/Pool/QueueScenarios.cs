using HttpActors.Actors.Client;

namespace HttpActors.Actors.Tests.Pool;

/// <summary>How many connections there are, and what becomes of requests that find none.</summary>
public abstract class QueueScenarios(bool onLoops) : PoolScenario(onLoops)
{
    [Fact]
    public async Task An_origin_has_as_many_connections_as_it_may_and_the_rest_wait_in_their_order()
    {
        var agent = StartAgent(ClientSettings.Default with { MaxSockets = 2 });
        var place = Place();
        var requests = Enumerable.Range(0, 6).Select(number => Ask(agent, place, target: $"/{number}")).ToArray();
        var peers = new Dictionary<string, PoolPeer>();
        for (var connection = 0; connection < 2; connection++)
        {
            var peer = await AcceptAsync();
            peers.Add(await peer.ReadTargetAsync(), peer);
        }

        await QueuedAsync(agent, place, 4);
        for (var number = 0; number < 6; number++)
        {
            // Answered one at a time: each answer lets the oldest of those that wait go.
            var peer = peers[$"/{number}"];
            await peer.AnswerAsync($"{number}");
            Assert.Equal($"{number}", await requests[number].Outcome.InTime());
            if (number < 4)
            {
                peers.Add(await peer.ReadTargetAsync(), peer);
                await QueuedAsync(agent, place, 3 - number);
            }
        }

        Assert.False(HasPending);
        Assert.Equal((2, 2L), (agent.OpenCount, agent.CreatedCount));
        await CloseAsync(agent);
    }

    [Fact]
    public async Task The_agent_has_as_many_connections_as_it_may_and_an_idle_one_makes_room()
    {
        var agent = StartAgent(ClientSettings.Default with { MaxTotalSockets = 1 });
        for (var round = 0; round < 3; round++)
        {
            foreach (var host in new[] { "a", "b" })
            {
                var request = Ask(agent, Places[host]);
                var peer = await AcceptAsync();
                Assert.Equal(host, peer.Place);
                await peer.ServeAsync(host);
                Assert.Equal(host, await request.Outcome.InTime());
                Assert.Equal(1, agent.OpenCount);
            }
        }

        await CloseAsync(agent);
    }

    [Fact]
    public async Task An_origin_that_starves_gets_the_next_connection_that_ends()
    {
        var agent = StartAgent(ClientSettings.Default with { MaxTotalSockets = 1 });
        var busy = Ask(agent, Places["a"]);
        var first = await AcceptAsync();
        var starving = Ask(agent, Places["b"]);
        await QueuedAsync(agent, Places["b"], 1);
        await first.ServeAsync("a", "Connection: close\r\n");
        Assert.Equal("a", await busy.Outcome.InTime());
        var second = await AcceptAsync();
        await second.ServeAsync("b");
        Assert.Equal("b", await starving.Outcome.InTime());
        await CloseAsync(agent);
    }

    [Fact]
    public async Task A_full_queue_refuses_and_what_was_given_up_makes_room()
    {
        var agent = StartAgent(ClientSettings.Default with { MaxSockets = 1, MaxQueuedRequests = 2 });
        var place = Place();
        var first = Ask(agent, place);
        var peer = await AcceptAsync();
        var queued = Ask(agent, place);
        var givenUp = Ask(agent, place);
        await QueuedAsync(agent, place, 2);
        Assert.Equal("ERR_HTTP_QUEUE_FULL Queue", await Ask(agent, place).Outcome.InTime());
        givenUp.Exchange.Destroy();
        Assert.Equal("ECONNRESET Queue", await givenUp.Outcome.InTime());
        var late = Ask(agent, place);
        foreach (var request in new[] { first, queued, late })
        {
            await peer.ServeAsync("x");
            Assert.Equal("x", await request.Outcome.InTime());
        }

        Assert.Equal(1, givenUp.Endings);
        await CloseAsync(agent);
    }

    [Fact]
    public async Task Who_waits_too_long_is_told_and_never_too_early()
    {
        var agent = StartAgent(ClientSettings.Default with { MaxSockets = 1, QueueTimeout = TimeSpan.FromSeconds(3), HeadersTimeout = TimeSpan.Zero });
        var place = Place();
        var first = Ask(agent, place);
        var peer = await AcceptAsync();
        var early = Ask(agent, place);
        await QueuedAsync(agent, place, 1);
        Time.Advance(TimeSpan.FromSeconds(2));
        var late = Ask(agent, place);
        await QueuedAsync(agent, place, 2);
        Time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal("ERR_HTTP_QUEUE_TIMEOUT Queue", await early.Outcome.InTime());
        Assert.IsType<HttpTimeoutException>(early.Error);
        Assert.False(late.Outcome.IsCompleted);
        await peer.ServeAsync("first");
        await peer.ServeAsync("late");
        Assert.Equal(("first", "late"), (await first.Outcome.InTime(), await late.Outcome.InTime()));
        await CloseAsync(agent);
    }

    [Fact]
    public async Task Closing_finishes_what_is_under_way_and_what_is_queued_and_refuses_the_rest()
    {
        var agent = StartAgent(ClientSettings.Default with { MaxSockets = 1 });
        var place = Place();
        var requests = Enumerable.Range(0, 3).Select(_ => Ask(agent, place)).ToArray();
        var peer = await AcceptAsync();
        await QueuedAsync(agent, place, 2);
        agent.IsClosing = true;
        agent.Tell(new CloseAgent());
        Assert.Equal("ERR_AGENT_CLOSED Queue", await Ask(agent, place).Outcome.InTime());
        foreach (var request in requests)
        {
            await peer.ServeAsync("x");
            Assert.Equal("x", await request.Outcome.InTime());
        }

        await agent.Stopped.InTime();
        await peer.ExpectEndAsync();
        Assert.Equal((0, 1L), (agent.OpenCount, agent.CreatedCount));
    }

    [Fact]
    public async Task Destroying_fails_everything_with_one_error_each()
    {
        var agent = StartAgent(ClientSettings.Default with { MaxSockets = 2 });
        var place = Place();
        var requests = Enumerable.Range(0, 6).Select(_ => Ask(agent, place)).ToArray();
        var busy = await AcceptAsync();
        await busy.ReadHeadAsync();
        await (await AcceptAsync()).ReadHeadAsync();
        await QueuedAsync(agent, place, 4);
        agent.IsClosing = agent.IsDestroyed = true;
        agent.Tell(new DestroyAgent());
        var outcomes = await Task.WhenAll(requests.Select(request => request.Outcome.InTime()));
        Assert.Equal(["ERR_AGENT_DESTROYED Headers", "ERR_AGENT_DESTROYED Queue"], outcomes.Distinct().Order());
        await agent.Stopped.InTime();
        Assert.All(requests, request => Assert.Equal(1, request.Endings));
        await busy.ExpectEndAsync();
    }

    [Fact]
    public async Task An_origin_that_nobody_asks_is_forgotten_and_comes_back()
    {
        var agent = StartAgent(ClientSettings.Default with { OriginIdleTimeout = TimeSpan.FromSeconds(10), KeepAliveTimeout = TimeSpan.FromSeconds(1) });
        var place = Place();
        await WarmAsync(agent, place);
        await Bounded.Until(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return agent.Origins.Count == 0;
        });
        await WarmAsync(agent, place);
        await CloseAsync(agent);
    }

    private Dictionary<string, OriginKey> Places => field ??= new() { ["a"] = Place("a"), ["b"] = Place("b") };
}

public sealed class QueueScenariosOnTheThreadPool() : QueueScenarios(onLoops: false);

public sealed class QueueScenariosOnLoops() : QueueScenarios(onLoops: true);
