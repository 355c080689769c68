using Akka.Actor;
using Akka.Configuration;

namespace HttpActors.Hosting;

/// <summary>
/// The actor system of a server: the user's, or one that all servers without their own share, created for the first
/// and terminated with the last.
/// </summary>
internal sealed class ActorSystemLease : IAsyncDisposable
{
    private static readonly Lock Gate = new();
    private static ActorSystem? _shared;
    private static int _leases;
    private readonly bool _isShared;

    private ActorSystemLease(ActorSystem system, bool isShared) => (System, _isShared) = (system, isShared);

    public ActorSystem System { get; }

    public static ActorSystemLease Acquire(ActorSystem? own)
    {
        if (own is not null)
        {
            return new ActorSystemLease(own, isShared: false);
        }

        lock (Gate)
        {
            _leases++;
            return new ActorSystemLease(_shared ??= Create(), isShared: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isShared)
        {
            return;
        }

        ActorSystem? last = null;
        lock (Gate)
        {
            if (--_leases == 0)
            {
                last = _shared;
                _shared = null;
            }
        }

        if (last is not null)
        {
            await last.Terminate().ConfigureAwait(false);
        }
    }

    /// <summary>Standard output belongs to the program: what the system has to say goes to standard error.</summary>
    private static ActorSystem Create()
    {
        var system = ActorSystem.Create(
            "http-actors", ConfigurationFactory.ParseString("akka { loggers = [], stdout-loglevel = OFF }"));
        var log = system.ActorOf(StandardErrorLog.Props, "log");
        system.EventStream.Subscribe(log, typeof(Akka.Event.Error));
        system.EventStream.Subscribe(log, typeof(Akka.Event.Warning));
        return system;
    }
}
