using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The settings of a system, read once from its configuration.</summary>
public class Settings
{
    private readonly ShutdownSettings _shutdown;

    internal Settings(ActorSystem system, Config config)
    {
        ConfigKeys.Check(config);
        System = system;
        Config = config;
        LogLevel = config.GetString("akka.loglevel", "INFO")!;
        StdoutLogLevel = config.GetString("akka.stdout-loglevel", "WARNING")!;
        UsesDefaultLogger = !config.HasPath("akka.loggers") || config.GetStringList("akka.loggers").Count > 0;
        LogDeadLetters = LogDeadLettersFrom(config);
        LogDeadLettersDuringShutdown = config.GetBoolean("akka.log-dead-letters-during-shutdown");
        LogDeadLettersSuspendDuration = config.GetTimeSpan("akka.log-dead-letters-suspend-duration", TimeSpan.FromMinutes(5));
        AskTimeout = config.GetTimeSpan("akka.actor.ask-timeout", Timeout.InfiniteTimeSpan);
        DebugAutoReceive = config.GetBoolean("akka.actor.debug.autoreceive");
        DebugLifecycle = config.GetBoolean("akka.actor.debug.lifecycle");
        DebugEventStream = config.GetBoolean("akka.actor.debug.event-stream");
        DebugUnhandledMessage = config.GetBoolean("akka.actor.debug.unhandled");
        _shutdown = new ShutdownSettings(config);
        _ = Logging.LogLevelFor(LogLevel);
        _ = Logging.LogLevelFor(StdoutLogLevel);
    }

    /// <summary>The system.</summary>
    public ActorSystem System { get; }

    /// <summary>The configuration the system was made with.</summary>
    public Config Config { get; }

    /// <summary><c>akka.loglevel</c>: events below it are not published by logging adapters; <c>INFO</c> by default.</summary>
    public string LogLevel { get; }

    /// <summary><c>akka.stdout-loglevel</c>: events below it are not printed; <c>WARNING</c> by default. Printed means standard error.</summary>
    public string StdoutLogLevel { get; }

    /// <summary><c>akka.log-dead-letters</c>: how many dead letters are logged; 10 by default, 0 for none, <see cref="int.MaxValue"/> for all.</summary>
    public int LogDeadLetters { get; }

    /// <summary><c>akka.log-dead-letters-during-shutdown</c>; off by default.</summary>
    public bool LogDeadLettersDuringShutdown { get; }

    /// <summary><c>akka.log-dead-letters-suspend-duration</c>: after how long dead letters are logged again; 5 minutes by default.</summary>
    public TimeSpan LogDeadLettersSuspendDuration { get; }

    /// <summary><c>akka.actor.ask-timeout</c>; infinite by default.</summary>
    public TimeSpan AskTimeout { get; }

    /// <summary><c>akka.actor.debug.autoreceive</c>: messages the runtime handles itself are published as debug events; off by default.</summary>
    public bool DebugAutoReceive { get; }

    /// <summary><c>akka.actor.debug.lifecycle</c>: starts, restarts and stops are published as debug events; off by default.</summary>
    public bool DebugLifecycle { get; }

    /// <summary><c>akka.actor.debug.event-stream</c>: subscriptions are published as debug events; off by default.</summary>
    public bool DebugEventStream { get; }

    /// <summary><c>akka.actor.debug.unhandled</c>: unhandled messages are published as debug events; off by default.</summary>
    public bool DebugUnhandledMessage { get; }

    /// <summary><c>akka.coordinated-shutdown.terminate-actor-system</c>; on by default.</summary>
    public bool CoordinatedShutdownTerminateActorSystem => _shutdown.TerminateActorSystem;

    /// <summary><c>akka.coordinated-shutdown.run-by-actor-system-terminate</c>; on by default.</summary>
    public bool CoordinatedShutdownRunByActorSystemTerminate => _shutdown.RunByActorSystemTerminate;

    internal bool UsesDefaultLogger { get; }

    /// <inheritdoc/>
    public override string ToString() => Config.ToString();

    internal TimeSpan PhaseTimeout(string phase) => _shutdown.Timeout(phase);

    private static int LogDeadLettersFrom(Config config)
    {
        var text = config.GetString("akka.log-dead-letters", "10")!;
        return text.ToLowerInvariant() switch
        {
            "on" or "true" => int.MaxValue,
            "off" or "false" => 0,
            _ => config.GetInt("akka.log-dead-letters", 10),
        };
    }

    private sealed class ShutdownSettings(Config config)
    {
        private const string Section = "akka.coordinated-shutdown.";

        public bool TerminateActorSystem { get; } = config.GetBoolean(Section + "terminate-actor-system", true);

        public bool RunByActorSystemTerminate { get; } = config.GetBoolean(Section + "run-by-actor-system-terminate", true);

        public TimeSpan Timeout(string phase)
        {
            var isLong = phase is CoordinatedShutdown.PhaseClusterShardingShutdownRegion or CoordinatedShutdown.PhaseClusterExiting
                or CoordinatedShutdown.PhaseActorSystemTerminate;
            var usual = isLong ? TimeSpan.FromSeconds(10) : config.GetTimeSpan(Section + "default-phase-timeout", TimeSpan.FromSeconds(5));
            return config.GetTimeSpan(Section + "phases." + phase + ".timeout", usual);
        }
    }
}
