using HttpActors.Actors.Client;

namespace HttpActors;

/// <summary>A pool of connections (<c>http.Agent</c>): requests to the same place share them.</summary>
/// <remarks>
/// Its actors start with its first request. Disposing it closes it: <see cref="DisposeAsync"/> finishes what is under
/// way, <see cref="Dispose"/> fails it.
/// </remarks>
/// <example>
/// <code>
/// await using var agent = new HttpAgent(new HttpAgentOptions { MaxSockets = 4, Timeout = TimeSpan.FromSeconds(30) });
/// var options = new ClientRequestOptions { Agent = agent };
/// foreach (var path in new[] { "a", "b" })
/// {
///     var response = await Http.GetAsync($"http://127.0.0.1:8080/{path}", options);
///     Console.WriteLine(await response.ReadStringAsync());
/// }
///
/// Console.WriteLine(agent.GetStats().CreatedConnections);
/// </code>
/// </example>
public sealed class HttpAgent : IAsyncDisposable, IDisposable
{
    private readonly HttpAgentOptions _options;
    private readonly ClientSettings _settings;
    private readonly Lock _gate = new();
    private AgentCycle? _cycle;
    private bool _closed;

    /// <summary>Creates an agent; nothing is opened yet.</summary>
    /// <param name="options">How it behaves; null: all defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option that cannot be.</exception>
    public HttpAgent(HttpAgentOptions? options = null)
    {
        _options = options ?? new HttpAgentOptions();
        _settings = _options.ToSettings();
    }

    internal ClientSettings Settings => _settings;

    internal TimeProvider Time => _options.TimeProvider;

    /// <summary>What it has and has done.</summary>
    /// <returns>The figures of this moment.</returns>
    public HttpAgentStats GetStats()
    {
        if (Volatile.Read(ref _cycle)?.Context is not { } context)
        {
            return new HttpAgentStats(0, 0, 0, 0, 0, 0);
        }

        var origins = context.Origins;
        return new HttpAgentStats(
            context.OpenCount,
            origins.Sum(origin => origin.Idle.Count),
            origins.Sum(origin => origin.Waiting),
            origins.Count,
            context.CreatedCount,
            context.RetryCount);
    }

    /// <summary>Closes gracefully: new requests are refused with an <see cref="HttpStateException"/> (<c>ERR_AGENT_CLOSED</c>), those queued and under way are finished.</summary>
    /// <param name="cancellationToken">The end of the patience: what is still under way is failed; the task then completes normally.</param>
    /// <returns>Completes when the last connection is gone.</returns>
    public async Task CloseAsync(CancellationToken cancellationToken = default)
    {
        if (Stop() is not { } cycle)
        {
            return;
        }

        cycle.Context.Tell(new CloseAgent());
        await using (cancellationToken.UnsafeRegister(static state => DestroyCycle((AgentCycle)state!), cycle).ConfigureAwait(false))
        {
            await cycle.Ended.ConfigureAwait(false);
        }
    }

    /// <summary>Closes at once: requests queued and under way fail with <c>ERR_AGENT_DESTROYED</c>.</summary>
    public void Destroy()
    {
        if (Stop() is { } cycle)
        {
            DestroyCycle(cycle);
        }
    }

    /// <summary>Closes gracefully, see <see cref="CloseAsync"/>.</summary>
    /// <returns>Completes when the last connection is gone.</returns>
    public ValueTask DisposeAsync() => new(CloseAsync());

    /// <summary>Closes at once, see <see cref="Destroy"/>.</summary>
    public void Dispose() => Destroy();

    /// <summary>The actors, started now if they were not. Null: the agent is closed.</summary>
    internal AgentContext? Start()
    {
        if (Volatile.Read(ref _cycle) is { } running)
        {
            return running.Context;
        }

        lock (_gate)
        {
            if (!_closed && _cycle is null)
            {
                Volatile.Write(ref _cycle, new AgentCycle(_settings, _options));
            }

            return _cycle?.Context;
        }
    }

    private static void DestroyCycle(AgentCycle cycle)
    {
        cycle.Context.IsDestroyed = true;
        cycle.Context.Tell(new DestroyAgent());
    }

    private AgentCycle? Stop()
    {
        lock (_gate)
        {
            _closed = true;
            if (_cycle is not null)
            {
                _cycle.Context.IsClosing = true;
            }

            return _cycle;
        }
    }
}
