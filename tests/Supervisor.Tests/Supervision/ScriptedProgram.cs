using System.Collections.Concurrent;
using Akka.Actor;
using HttpActors.Supervisor.Config;
using HttpActors.Supervisor.Hosting;

namespace HttpActors.Supervisor.Tests.Supervision;

/// <summary>A service that does what the test has written down for it.</summary>
internal sealed class ScriptedProgram : IServiceProgram
{
    /// <summary>What each start does, one after the other; none left: it succeeds.</summary>
    internal ConcurrentQueue<Func<CancellationToken, Task>> Starts { get; } = new();

    internal Func<Task> Stopping { get; set; } = () => Task.CompletedTask;

    /// <summary>What making it throws; null: nothing.</summary>
    internal Exception? Unmakeable { get; set; }

    internal Props? Actor { get; init; }

    internal int Disposals;
    internal int Stops;

    public Props? ActorProps => Actor;

    internal IServiceProgram Create(ServiceConfig config, HttpServiceContext context) => Unmakeable is { } error ? throw error : this;

    public Task StartAsync(HttpServiceContext context, CancellationToken cancellationToken) =>
        Starts.TryDequeue(out var start) ? start(cancellationToken) : Task.CompletedTask;

    public ServiceHandler HandlerFor(IActorRef? actor) => (_, _) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref Stops);
        return Stopping();
    }

    public void Dispose() => Interlocked.Increment(ref Disposals);

    internal ScriptedProgram StartsWith(params Func<CancellationToken, Task>[] starts)
    {
        foreach (var start in starts)
            Starts.Enqueue(start);
        return this;
    }

    internal static Task Fails(CancellationToken _) => Task.FromException(new InvalidOperationException("no database"));

    internal static Task Hangs(CancellationToken _) => new TaskCompletionSource().Task;
}
