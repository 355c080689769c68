using System.Globalization;
using Akka.Actor;

namespace HttpActors.Supervisor.Hosting;

/// <summary>
/// The place in the routing where a service stands or does not stand. Connections call it in their turns, the service's
/// actor opens and closes it; what they share is one handler and two counts.
/// </summary>
internal sealed class ServiceSlot(string name, TimeProvider clock)
{
    private const int ShortestRetry = 1;

    private OpenRun? _open;
    private ServiceReport _report = new(ServiceState.Waiting, clock.GetUtcNow(), 0, null, null);
    private IActorRef _owner = ActorRefs.Nobody;
    private int _inFlight;
    private int _isReplaced;

    internal string Name { get; } = name;

    /// <summary>Requests that were handed to the service and are not over.</summary>
    internal int InFlight => Volatile.Read(ref _inFlight);

    internal ServiceReport Report
    {
        get => Volatile.Read(ref _report);
        set => Volatile.Write(ref _report, value);
    }

    /// <summary>Another slot has taken its place in the routing: who finds it closed looks again.</summary>
    internal bool IsReplaced => Volatile.Read(ref _isReplaced) == 1;

    /// <summary>How often it was started; that run's actor has the number in its name.</summary>
    internal int Run { get; set; }

    /// <summary>The run has an actor of the user's.</summary>
    internal bool HasActor { get; set; }

    internal void Attach(IActorRef owner) => Volatile.Write(ref _owner, owner);

    internal void Open(int run, ServiceHandler handler) => Volatile.Write(ref _open, new OpenRun(run, handler));

    internal void Close() => Volatile.Write(ref _open, null);

    internal void Replace() => Volatile.Write(ref _isReplaced, 1);

    /// <summary>Counts the request in and gives the run that answers it; null while the service is down.</summary>
    internal OpenRun? TryEnter()
    {
        // Counted before the look: who closes the slot and then sees no request under way must be right.
        Interlocked.Increment(ref _inFlight);
        if (Volatile.Read(ref _open) is { } open)
            return open;
        Leave();
        return null;
    }

    internal void Leave()
    {
        if (Interlocked.Decrement(ref _inFlight) == 0 && Volatile.Read(ref _open) is null)
            Volatile.Read(ref _owner).Tell(new SlotIdle());
    }

    /// <summary>A request has failed. One that is itself at fault does not count.</summary>
    internal void ReportFailure(int run, Exception error)
    {
        if (error is not HttpException { ResponseStatusCode: > 0 })
            Volatile.Read(ref _owner).Tell(new HandlerFailed(run, $"{error.GetType().Name}: {error.Message}"));
    }

    /// <summary>503: down, and when to ask again.</summary>
    internal void Refuse(ServerResponse response)
    {
        var report = Report;
        var wait = report.RetryAt is { } at ? (at - clock.GetUtcNow()).TotalSeconds : ShortestRetry;
        response.StatusCode = 503;
        response.SetHeader("Content-Type", "text/plain; charset=utf-8");
        response.SetHeader("Retry-After", Math.Max(ShortestRetry, (int)Math.Ceiling(wait)).ToString(CultureInfo.InvariantCulture));
        response.End($"503 Service Unavailable: the service '{Name}' is {report.StateName}.\n");
    }

    /// <param name="Run">Which start of the service it is.</param>
    /// <param name="Handler">What answers.</param>
    internal sealed record OpenRun(int Run, ServiceHandler Handler);
}
