using Akka.Dispatch;

namespace HttpActors.Actors.Loops;

/// <summary>Something that only the thread of a loop may do.</summary>
internal sealed class LoopErrand(Action run) : IRunnable
{
    public void Run() => run();

    public void Execute() => run();
}
