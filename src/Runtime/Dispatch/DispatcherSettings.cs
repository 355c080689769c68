using Akka.Configuration;

namespace Akka.Dispatch;

/// <summary>The values of a dispatcher's section.</summary>
internal sealed record DispatcherSettings(string Id, string Type, int Throughput, TimeSpan ThroughputDeadline, TimeSpan ShutdownTimeout)
{
    public static DispatcherSettings From(string id, Config config, Config defaults)
    {
        foreach (var key in config.Keys)
        {
            if (!ConfigKeys.IsDispatcherKey(key) && key != "id")
                throw new ConfigurationException($"The configuration key '{id}.{key}' is not supported by the embedded actor runtime; see src/Runtime/README.md for those that are.");
        }

        var all = config.WithFallback(defaults);
        CheckExecutor(id, all.GetString("executor", "default-executor")!);
        return new DispatcherSettings(
            id,
            all.GetString("type", "Dispatcher")!,
            all.GetInt("throughput", 30),
            all.GetTimeSpan("throughput-deadline-time", TimeSpan.Zero),
            all.GetTimeSpan("shutdown-timeout", TimeSpan.FromSeconds(1)));
    }

    /// <summary>The section of the default dispatcher, with what it does not say. Written out, not parsed: every start would pay for the reader.</summary>
    public static Config Defaults(Config? section)
    {
        var values = Config.NewValues();
        values["type"] = "Dispatcher";
        values["throughput"] = "30";
        values["shutdown-timeout"] = "1s";
        var defaults = new Config(values);
        return section is null ? defaults : section.WithFallback(defaults);
    }

    private static void CheckExecutor(string id, string executor)
    {
        if (executor is "default-executor" or "thread-pool-executor" or "fork-join-executor") return;
        throw new ConfigurationException($"The executor '{executor}' of the dispatcher '{id}' is not supported: register a dispatcher of your own with Dispatchers.RegisterConfigurator.");
    }
}
