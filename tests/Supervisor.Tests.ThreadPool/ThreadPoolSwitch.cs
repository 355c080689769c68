using System.Runtime.CompilerServices;

namespace HttpActors.Supervisor.Tests;

/// <summary>Every process that a test starts inherits it.</summary>
internal static class ThreadPoolSwitch
{
    internal const string Variable = "HTTPACTORS_EVENT_LOOPS";

    [ModuleInitializer]
    internal static void Set() => Environment.SetEnvironmentVariable(Variable, "0");
}
