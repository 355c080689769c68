using Akka.Actor;

namespace Akka.TestKit.Internal;

/// <summary>Keeps the test actor the implicit sender across the awaits of a test.</summary>
internal sealed class ActorCellKeepingSynchronizationContext(ActorCell? cell) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => ThreadPool.QueueUserWorkItem(_ => Run(d, state));

    public override void Send(SendOrPostCallback d, object? state) => Run(d, state);

    private void Run(SendOrPostCallback callback, object? state)
    {
        var outerContext = Current;
        var outer = ActorCell.Enter(cell);
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
        finally
        {
            ActorCell.Enter(outer);
            SetSynchronizationContext(outerContext);
        }
    }
}
