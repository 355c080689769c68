using Akka.Dispatch;
using HttpActors.Actors.Client;
using HttpActors.Actors.Loops;

namespace HttpActors;

/// <summary>
/// A response that is awaited. Its continuations run on the loop, right behind the turn that brought it: no other thread
/// is woken, and one that blocks loses the loop, not its connection.
/// </summary>
internal sealed class ResponseSource : TaskCompletionSource<IncomingMessage>, IRunnable
{
    private Exception? _error;

    public IncomingMessage? Response { get; set; }

    public void Run()
    {
        var thread = LoopThread.Current;
        thread?.EnterUserCode(this);
        try
        {
            Settle();
        }
        finally
        {
            thread?.LeaveUserCode();
        }
    }

    public void Execute() => Run();

    public void FailLater(Exception error, ClientExchange exchange)
    {
        _error = error;
        exchange.CallAfterTurn(this);
    }

    public void Fail(Exception error)
    {
        TrySetException(error);

        // Who does not await it has not missed it: the events told it too.
        _ = Task.Exception;
    }

    private void Settle()
    {
        if (Response is not null)
        {
            TrySetResult(Response);
        }
        else if (_error is not null)
        {
            Fail(_error);
        }
    }
}
