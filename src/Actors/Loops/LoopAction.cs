using Akka.Dispatch;

namespace HttpActors.Actors.Loops;

/// <summary>Something that only the thread of a loop may do.</summary>
internal sealed class LoopAction(Action run) : IRunnable
{
    public void Run() => run();

    public void Execute() => run();
}
