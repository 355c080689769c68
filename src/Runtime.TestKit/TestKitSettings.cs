using Akka.Configuration;

namespace Akka.TestKit;

/// <summary>The times of a TestKit, from its configuration.</summary>
public class TestKitSettings
{
    /// <summary>Reads the settings.</summary>
    /// <param name="config">The configuration.</param>
    public TestKitSettings(Config config)
    {
        DefaultTimeout = config.GetTimeSpan("akka.test.default-timeout", TimeSpan.FromSeconds(5), allowInfinite: false);
        SingleExpectDefault = config.GetTimeSpan("akka.test.single-expect-default", TimeSpan.FromSeconds(3), allowInfinite: false);
        TestEventFilterLeeway = config.GetTimeSpan("akka.test.filter-leeway", TimeSpan.FromSeconds(3), allowInfinite: false);
        TestTimeFactor = config.GetDouble("akka.test.timefactor", 1);
        if (TestTimeFactor <= 0) throw new ConfigurationException("akka.test.timefactor must be positive");
    }

    /// <summary><c>akka.test.default-timeout</c>: for whatever has no other; 5 s by default.</summary>
    public TimeSpan DefaultTimeout { get; }

    /// <summary><c>akka.test.single-expect-default</c>: how long an expectation waits that names no time; 3 s by default.</summary>
    public TimeSpan SingleExpectDefault { get; }

    /// <summary><c>akka.test.filter-leeway</c>: how long an event filter waits after the action; 3 s by default.</summary>
    public TimeSpan TestEventFilterLeeway { get; }

    /// <summary><c>akka.test.timefactor</c>: times are multiplied by it; 1 by default.</summary>
    public double TestTimeFactor { get; }
}
