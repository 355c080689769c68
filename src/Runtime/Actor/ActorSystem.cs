using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A tree of actors with its dispatchers, scheduler and event stream. Make few and keep them.</summary>
public abstract class ActorSystem : IActorRefFactory, IDisposable
{
    private int _isDisposed;

    private protected ActorSystem()
    {
    }

    /// <summary>The system's name.</summary>
    public abstract string Name { get; }

    /// <summary>The settings it runs with.</summary>
    public abstract Settings Settings { get; }

    /// <summary>Where messages go that cannot be delivered; published on the <see cref="EventStream"/> as <see cref="DeadLetter"/>.</summary>
    public abstract IActorRef DeadLetters { get; }

    /// <summary>Swallows every message, without a dead letter.</summary>
    public abstract IActorRef IgnoreRef { get; }

    /// <summary>The bus of log events, dead letters and whatever else is published.</summary>
    public abstract EventStream EventStream { get; }

    /// <summary>The dispatchers.</summary>
    public abstract Dispatchers Dispatchers { get; }

    /// <summary>The scheduler.</summary>
    public abstract IScheduler Scheduler { get; }

    /// <summary>A logger for the system as a whole.</summary>
    public abstract ILoggingAdapter Log { get; }

    /// <summary>Completes when every actor has stopped and the callbacks of <see cref="RegisterOnTermination"/> have run.</summary>
    public abstract Task WhenTerminated { get; }

    /// <summary>The monotonic time at which the system started.</summary>
    public TimeSpan StartTime { get; } = Clock.Elapsed;

    /// <summary>How long the system has been up.</summary>
    public TimeSpan Uptime => Clock.Elapsed - StartTime;

    /// <summary>Creates and starts a system.</summary>
    /// <param name="name">Its name: ASCII letters and digits, and hyphens after the first.</param>
    /// <exception cref="ArgumentException">The name is malformed.</exception>
    public static ActorSystem Create(string name) => Create(name, ActorSystemSetup.Empty);

    /// <summary>Creates and starts a system.</summary>
    /// <param name="name">Its name: ASCII letters and digits, and hyphens after the first.</param>
    /// <param name="config">Its configuration; see the README for the keys.</param>
    /// <exception cref="ArgumentException">The name is malformed.</exception>
    /// <exception cref="ConfigurationException">The configuration has an unknown key below <c>akka</c> or a value that cannot be read.</exception>
    public static ActorSystem Create(string name, Config config) => Create(name, BootstrapSetup.Create().WithConfig(config));

    /// <summary>Creates and starts a system.</summary>
    /// <param name="name">Its name: ASCII letters and digits, and hyphens after the first.</param>
    /// <param name="setup">Its setup.</param>
    /// <exception cref="ArgumentException">The name is malformed.</exception>
    /// <exception cref="ConfigurationException">The configuration has an unknown key below <c>akka</c> or a value that cannot be read.</exception>
    public static ActorSystem Create(string name, BootstrapSetup setup) => Create(name, ActorSystemSetup.Create(setup));

    /// <summary>Creates and starts a system.</summary>
    /// <param name="name">Its name: ASCII letters and digits, and hyphens after the first.</param>
    /// <param name="setup">Its setup.</param>
    /// <exception cref="ArgumentException">The name is malformed.</exception>
    /// <exception cref="ConfigurationException">The configuration has an unknown key below <c>akka</c> or a value that cannot be read.</exception>
    public static ActorSystem Create(string name, ActorSystemSetup setup)
    {
        var config = setup.Get<BootstrapSetup>().Value?.Config.Value ?? Config.Empty;
        return ActorSystemImpl.Start(name, config, setup);
    }

    /// <inheritdoc/>
    public abstract IActorRef ActorOf(Props props, string? name = null);

    /// <inheritdoc/>
    public abstract ActorSelection ActorSelection(ActorPath actorPath);

    /// <inheritdoc/>
    public abstract ActorSelection ActorSelection(string actorPath);

    /// <summary>Stops an actor after its current message.</summary>
    /// <param name="actor">The actor.</param>
    public abstract void Stop(IActorRef actor);

    /// <summary>Runs the phases of the <see cref="CoordinatedShutdown"/>, then stops all actors, children first.</summary>
    /// <returns>Completes when the system has terminated.</returns>
    public abstract Task Terminate();

    /// <summary>Registers something to run once all actors have stopped; the last one registered runs first.</summary>
    /// <param name="code">What to run.</param>
    /// <exception cref="InvalidOperationException">The system has terminated.</exception>
    public abstract void RegisterOnTermination(Action code);

    /// <summary>Terminates the system and blocks until it has.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0) Terminate().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }
}
