using HttpActors.Actors.Loops;

namespace HttpActors.Actors.Tests.Loops;

internal static class UserCode
{
    /// <summary>As a handler is called: the thread may lose its loop meanwhile.</summary>
    public static void Run(Action call)
    {
        var thread = LoopThread.Current!;
        thread.EnterUserCode("a test");
        try
        {
            call();
        }
        finally
        {
            thread.LeaveUserCode();
        }
    }
}
