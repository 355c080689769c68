using Akka.Actor;
using HttpActors.Actors.Client;
using HttpActors.Actors.Loops;
using HttpActors.Hosting;

namespace HttpActors;

/// <summary>The actors of an agent and their system, from its first request to its end.</summary>
internal sealed class AgentCycle
{
    private static int _lastNumber;
    private readonly ActorSystemLease _lease;

    public AgentCycle(ClientSettings settings, HttpAgentOptions options)
    {
        _lease = ActorSystemLease.Acquire(options.ActorSystem);
        try
        {
            var loops = options.Transport switch
            {
                HttpTransport.EventLoops when !EventLoopGroup.IsSupported => throw new PlatformNotSupportedException(
                    "Event loops need Linux; use HttpTransport.Automatic or HttpTransport.ThreadPool."),
                HttpTransport.ThreadPool => null,
                _ => EventLoopGroup.IsSupported ? LoopSystem.For(_lease.System) : null,
            };
            Context = new AgentContext(settings, options.TimeProvider, loops) { UserCodeFailed = Http.ReportUnobserved };
            var props = AgentActor.Props(Context);
            props = loops is null ? props : props.WithDispatcher(LoopDispatcher.IdOf(0));
            Context.Attach(_lease.System.ActorOf(props, $"http-agent-{Interlocked.Increment(ref _lastNumber)}"));
        }
        catch
        {
            _ = _lease.DisposeAsync().AsTask();
            throw;
        }

        Ended = End();
    }

    public AgentContext Context { get; }

    /// <summary>Completes when everything is released.</summary>
    public Task Ended { get; }

    private async Task End()
    {
        await Context.Stopped.ConfigureAwait(false);
        await _lease.DisposeAsync().ConfigureAwait(false);
    }
}
