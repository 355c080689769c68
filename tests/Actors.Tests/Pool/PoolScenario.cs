using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using HttpActors.Actors.Client;
using HttpActors.Actors.Loops;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Pool;

/// <summary>An agent of actors in the test's own system, connections within the process, and a clock that stands still.</summary>
/// <param name="onLoops">On event loops where the system has them, else on the thread pool.</param>
public abstract class PoolScenario(bool onLoops) : TestKit
{
    private static int _lastNumber;
    private readonly Channel<PoolPeer> _accepted = Channel.CreateUnbounded<PoolPeer>();

    private protected ManualTimeProvider Time { get; } = new();

    private protected AgentContext StartAgent(ClientSettings? settings = null)
    {
        var loops = onLoops && EventLoopGroup.IsSupported ? LoopSystem.For(Sys) : null;
        var agent = new AgentContext(settings ?? ClientSettings.Default, Time, loops);
        var props = AgentActor.Props(agent);
        props = loops is null ? props : props.WithDispatcher(LoopDispatcher.IdOf(0));
        agent.Attach(Sys.ActorOf(props, $"agent-{Interlocked.Increment(ref _lastNumber)}"));
        return agent;
    }

    /// <summary>A place of its own; its connections come to <see cref="AcceptAsync"/>.</summary>
    private protected OriginKey Place(string host = "a") => new(host, 80)
    {
        Connect = _ => ValueTask.FromResult(Connect(host)),
    };

    private protected IDuplexPipe Connect(string place)
    {
        var (server, client) = MemoryTransport.CreatePair();
        _accepted.Writer.TryWrite(new PoolPeer(place, server));
        return client;
    }

    private protected Task<PoolPeer> AcceptAsync() => _accepted.Reader.ReadAsync().InTime("a connection");

    private protected bool HasPending => _accepted.Reader.TryPeek(out _);

    /// <summary>A request that is complete when it is made.</summary>
    private protected static PooledRequest Ask(AgentContext agent, OriginKey key, string method = "GET", string body = "", string target = "/")
    {
        var request = new PooledRequest(new ClientExchange(agent, agent.OriginFor(key), RequestSettings.Default), method, target);
        request.Exchange.EndWhole(System.Text.Encoding.ASCII.GetBytes(body), null);
        request.Exchange.Submit(default);
        return request;
    }

    /// <summary>A request, its connection, and its answer: the connection is idle then.</summary>
    private protected async Task<PoolPeer> WarmAsync(AgentContext agent, OriginKey key, string fields = "")
    {
        var idle = agent.OriginFor(key).Idle.Count;
        var request = Ask(agent, key);
        var peer = await AcceptAsync();
        await peer.ServeAsync("warm", fields);
        Assert.Equal("warm", await request.Outcome.InTime());
        await Bounded.Until(() => agent.OriginFor(key).Idle.Count == idle + 1);
        return peer;
    }

    /// <summary>As many requests wait for a connection.</summary>
    private protected static Task QueuedAsync(AgentContext agent, OriginKey key, int count) =>
        Bounded.Until(() => agent.OriginFor(key).Waiting == count);

    private protected static async Task CloseAsync(AgentContext agent)
    {
        agent.Tell(new CloseAgent());
        await agent.Stopped.InTime();
        Assert.Equal(0, agent.OpenCount);
    }
}
