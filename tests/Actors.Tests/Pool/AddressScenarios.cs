using System.Net;
using System.Net.Sockets;
using HttpActors.Actors.Client;

namespace HttpActors.Actors.Tests.Pool;

/// <summary>What a name's addresses do to the connections that were made for it.</summary>
public abstract class AddressScenarios(bool onLoops) : PoolScenario(onLoops)
{
    private static readonly IPAddress Old = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress New = IPAddress.Parse("127.0.0.3");

    /// <summary>Only Linux has all of 127.0.0.0/8.</summary>
    [Fact]
    public async Task A_changed_answer_is_followed_when_the_old_connections_have_had_their_time()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var old = new RawServer(Old);
        using var fresh = new RawServer(New, old.Port);
        var answer = Old;
        var agent = StartAgent(ClientSettings.Default with { ConnectionLifetime = TimeSpan.FromMinutes(10), KeepAliveTimeout = TimeSpan.FromHours(1), TickInterval = TimeSpan.FromHours(1) });
        var key = new OriginKey("service", old.Port) { Lookup = (_, _) => ValueTask.FromResult(new[] { answer }) };
        var first = Ask(agent, key);
        var peer = await old.AcceptAsync();
        await AnswerAsync(peer, first, "old");
        answer = New;
        await IdleAsync(agent, key);
        Time.Advance(TimeSpan.FromMinutes(9));
        await AnswerAsync(peer, Ask(agent, key), "still old");
        await IdleAsync(agent, key);
        Time.Advance(TimeSpan.FromMinutes(1));
        var moved = Ask(agent, key);
        await AnswerAsync(await fresh.AcceptAsync(), moved, "new");
        Assert.Equal("", await peer.ReadToEndAsync());
        Assert.False(old.HasPending);
        await CloseAsync(agent);
    }

    [Fact]
    public async Task A_changed_answer_is_followed_at_once_by_connections_that_are_made_now()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var old = new RawServer(Old);
        using var fresh = new RawServer(New, old.Port);
        var answer = Old;
        var agent = StartAgent();
        var key = new OriginKey("service", old.Port) { Lookup = (_, _) => ValueTask.FromResult(new[] { answer }) };
        var busy = Ask(agent, key);
        var peer = await old.AcceptAsync();
        await peer.ReadHeadAsync();
        answer = New;
        await AnswerAsync(fresh, agent, key);
        await peer.AnswerAsync("finished");
        Assert.Equal("finished", await busy.Outcome.InTime());
        await CloseAsync(agent);
    }

    [Fact]
    public async Task A_look_up_that_fails_or_knows_nothing_is_one_error_of_connecting()
    {
        var agent = StartAgent();
        var unknown = new OriginKey("nobody", 80) { Lookup = (_, _) => ValueTask.FromResult(Array.Empty<IPAddress>()) };
        Assert.Equal("ENOTFOUND Connect", await Ask(agent, unknown).Outcome.InTime());
        var later = new OriginKey("later", 80) { Lookup = (_, _) => throw new SocketException((int)SocketError.TryAgain) };
        Assert.Equal("EAI_AGAIN Connect", await Ask(agent, later).Outcome.InTime());
        await Bounded.Until(() => agent.OpenCount == 0);
        Assert.Equal(2, agent.Ends[CloseReason.ConnectFailed]);
    }

    [Fact]
    public async Task A_connection_that_takes_too_long_to_make_is_given_up()
    {
        var agent = StartAgent(ClientSettings.Default with { ConnectTimeout = TimeSpan.FromSeconds(2) });
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var silent = new OriginKey("silent", 80)
        {
            Connect = async stop =>
            {
                using var told = stop.Register(stopped.SetResult);
                asked.SetResult();
                await new TaskCompletionSource().Task;
                return null!;
            },
        };
        var request = Ask(agent, silent);
        await asked.Task.InTime();
        Time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(request.Outcome.IsCompleted);
        Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal("ERR_HTTP_CONNECT_TIMEOUT Connect", await request.Outcome.InTime());
        Assert.IsType<HttpTimeoutException>(request.Error);
        await stopped.Task.InTime();
    }

    [Fact]
    public async Task Half_of_the_addresses_may_be_dead()
    {
        using var server = new RawServer();
        var agent = StartAgent();
        var key = new OriginKey("half", server.Port)
        {
            Lookup = (_, _) => ValueTask.FromResult(new[] { IPAddress.IPv6Loopback, Old, IPAddress.Loopback, New }),
        };
        await AnswerAsync(server, agent, key);
        await CloseAsync(agent);
    }

    private static async Task AnswerAsync(RawServer server, AgentContext agent, OriginKey key)
    {
        var request = Ask(agent, key);
        await AnswerAsync(await server.AcceptAsync(), request, "here");
    }

    private static async Task AnswerAsync(RawPeer peer, PooledRequest request, string body)
    {
        await peer.ReadHeadAsync();
        await peer.AnswerAsync(body);
        Assert.Equal(body, await request.Outcome.InTime());
    }

    private static Task IdleAsync(AgentContext agent, OriginKey key) => Bounded.Until(() => agent.OriginFor(key).Idle.Count == 1);
}

public sealed class AddressScenariosOnTheThreadPool() : AddressScenarios(onLoops: false);

public sealed class AddressScenariosOnLoops() : AddressScenarios(onLoops: true);
