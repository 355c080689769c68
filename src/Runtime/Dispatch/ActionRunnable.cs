namespace Akka.Dispatch;

/// <summary>An action to run once.</summary>
public sealed class ActionRunnable : IRunnable
{
    private readonly Action _action;

    /// <summary>Creates a runnable.</summary>
    /// <param name="action">The action.</param>
    public ActionRunnable(Action action) => _action = action;

    /// <inheritdoc/>
    public void Run() => _action();

    /// <inheritdoc/>
    public void Execute() => _action();
}
