namespace Akka.Configuration;

/// <summary>
/// The keys below <c>akka</c> that mean something here. Others are refused: a setting that is read on Akka.NET and
/// silently ignored here would be a trap. Keys outside of <c>akka</c> are the application's own.
/// </summary>
internal static class ConfigKeys
{
    private const string DispatcherKeys = "|type|throughput|throughput-deadline-time|shutdown-timeout|executor|";

    private static readonly string[] Known =
    [
        "akka.loglevel", "akka.stdout-loglevel", "akka.loggers", "akka.log-dead-letters", "akka.log-dead-letters-during-shutdown",
        "akka.log-dead-letters-suspend-duration", "akka.actor.ask-timeout",
        "akka.actor.debug.autoreceive", "akka.actor.debug.lifecycle", "akka.actor.debug.event-stream", "akka.actor.debug.unhandled",
        "akka.coordinated-shutdown.default-phase-timeout", "akka.coordinated-shutdown.terminate-actor-system",
        "akka.coordinated-shutdown.run-by-actor-system-terminate", "akka.coordinated-shutdown.run-by-clr-shutdown-hook",
        "akka.scheduler.implementation", "akka.test.timefactor", "akka.test.filter-leeway", "akka.test.single-expect-default", "akka.test.default-timeout",
    ];

    public static void Check(Config config)
    {
        foreach (var key in config.Keys)
        {
            if (!key.StartsWith("akka.", StringComparison.Ordinal) || Array.IndexOf(Known, key) >= 0 || IsDispatcher(key) || IsPhase(key)) continue;
            throw new ConfigurationException($"The configuration key '{key}' is not supported by the embedded actor runtime; see src/Runtime/README.md for those that are.");
        }

        foreach (var logger in config.GetStringList("akka.loggers"))
        {
            if (!logger.StartsWith("Akka.Event.DefaultLogger", StringComparison.Ordinal) && !logger.StartsWith("Akka.TestKit.TestEventListener", StringComparison.Ordinal))
                throw new ConfigurationException($"The logger '{logger}' cannot be named in the configuration; subscribe it to the event stream.");
        }

        if (config.GetString("akka.scheduler.implementation") is { } scheduler && !scheduler.StartsWith("Akka.TestKit.TestScheduler", StringComparison.Ordinal))
            throw new ConfigurationException($"The scheduler '{scheduler}' cannot be named in the configuration.");
        if (config.GetBoolean("akka.coordinated-shutdown.run-by-clr-shutdown-hook"))
            throw new ConfigurationException("akka.coordinated-shutdown.run-by-clr-shutdown-hook can only be off: there is no such hook.");
    }

    public static bool IsDispatcherKey(string key) => DispatcherKeys.Contains("|" + key + "|", StringComparison.Ordinal);

    private static bool IsDispatcher(string key)
    {
        var dot = key.LastIndexOf('.');
        return key.StartsWith("akka.actor.", StringComparison.Ordinal) && dot > 10
            && key.AsSpan(0, dot).EndsWith("-dispatcher", StringComparison.Ordinal) && IsDispatcherKey(key[(dot + 1)..]);
    }

    private static bool IsPhase(string key) =>
        key.StartsWith("akka.coordinated-shutdown.phases.", StringComparison.Ordinal) && key.EndsWith(".timeout", StringComparison.Ordinal);
}
