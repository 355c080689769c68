using HttpActors.Supervisor.Hosting;
using HttpActors.Supervisor.Operations;

namespace HttpActors.Supervisor.Views;

/// <summary>A screen where there is a terminal at both ends, plain lines everywhere else.</summary>
internal static class ViewChoice
{
    internal static Func<OperationsHost, SupervisorLog, CancellationToken, Task>? For(bool isPlain) => null;
}
