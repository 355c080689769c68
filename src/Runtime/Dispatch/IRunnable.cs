namespace Akka.Dispatch;

/// <summary>Something to run once: a turn of an actor.</summary>
public interface IRunnable : IThreadPoolWorkItem
{
    /// <summary>Runs it. It does not throw.</summary>
    void Run();
}
