using HttpActors.Actors.Loops;

namespace HttpActors.Actors.Tests.Loops;

internal static class LoopTurns
{
    /// <summary>Each round goes through epoll_wait, which would hand out a descriptor that is still watched.</summary>
    public static async Task TurnAsync(this EventLoop loop, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            var turned = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            loop.Enqueue(new LoopAction(turned.SetResult));
            await turned.Task.InTime();
        }
    }
}
