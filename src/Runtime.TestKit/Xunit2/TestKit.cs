using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.TestKit.Internal;
using Xunit.Abstractions;

namespace Akka.TestKit.Xunit2;

/// <summary>The base class of an xunit 2 test class with actors. Disposing terminates its system.</summary>
public class TestKit : TestKitBase, IDisposable
{
    /// <summary>Where the log of the system goes; null for nowhere but standard error.</summary>
    protected readonly ITestOutputHelper? Output;

    private bool _isDisposed;

    /// <summary>Creates a TestKit.</summary>
    /// <param name="system">The system; null for one of its own.</param>
    /// <param name="output">Where its log goes; null for nowhere but standard error.</param>
    public TestKit(ActorSystem? system = null, ITestOutputHelper? output = null)
        : base(Assertions, system)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    /// <summary>Creates a TestKit with a system of its own.</summary>
    /// <param name="config">What the system is made with.</param>
    /// <param name="actorSystemName">Its name; null for <c>test</c>.</param>
    /// <param name="output">Where its log goes; null for nowhere but standard error.</param>
    public TestKit(ActorSystemSetup config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(Assertions, config, actorSystemName)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    /// <summary>Creates a TestKit with a system of its own.</summary>
    /// <param name="config">The system's configuration.</param>
    /// <param name="actorSystemName">Its name; null for <c>test</c>.</param>
    /// <param name="output">Where its log goes; null for nowhere but standard error.</param>
    public TestKit(Config config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(Assertions, config, actorSystemName)
    {
        Output = output;
        InitializeLogger(Sys);
    }

    /// <summary>Creates a TestKit with a system of its own.</summary>
    /// <param name="config">The system's configuration.</param>
    /// <param name="output">Where its log goes; null for nowhere but standard error.</param>
    public TestKit(string config, ITestOutputHelper? output = null)
        : base(Assertions, ConfigurationFactory.ParseString(config))
    {
        Output = output;
        InitializeLogger(Sys);
    }

    /// <inheritdoc cref="TestKitBase.DefaultConfig"/>
    public static new Config DefaultConfig => TestKitBase.DefaultConfig;

    /// <inheritdoc cref="TestKitBase.FullDebugConfig"/>
    public static new Config FullDebugConfig => TestKitBase.FullDebugConfig;

    /// <summary>How failures are told.</summary>
    protected static new XunitAssertions Assertions { get; } = new();

    /// <summary>Terminates the system.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Called before the system is terminated.</summary>
    protected virtual void AfterAll()
    {
    }

    /// <summary>Writes the log of a system to <see cref="Output"/>.</summary>
    /// <param name="system">The system.</param>
    protected void InitializeLogger(ActorSystem system)
    {
        if (Output is not null) system.EventStream.Subscribe(new TestOutputLogger((ActorSystemImpl)system, Output), typeof(LogEvent));
    }

    /// <summary>Terminates the system.</summary>
    /// <param name="disposing">True.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (_isDisposed) return;
        _isDisposed = true;
        try
        {
            AfterAll();
        }
        finally
        {
            Shutdown();
            LeaveThread();
        }
    }
}
