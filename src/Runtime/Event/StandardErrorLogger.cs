using Akka.Actor;

namespace Akka.Event;

/// <summary>
/// The default logger: prints to standard error. It is the one place where this runtime differs from Akka.NET on
/// purpose: a library must not write to the standard output of the program that hosts it.
/// </summary>
internal sealed class StandardErrorLogger(ActorSystemImpl system) : MinimalActorRef
{
    public override ActorPath Path { get; } = system.RootPath / "StandardErrorLogger";

    public override ActorSystemImpl System => system;

    protected override void TellInternal(object message, IActorRef? sender)
    {
        try
        {
            Console.Error.WriteLine(message);
        }
        catch (Exception e) when (e is FormatException or IOException or ObjectDisposedException)
        {
            // A log call with places and values that do not match, or nowhere to write to: no reason to fail the one who logs.
            TryNote(e);
        }
    }

    private static void TryNote(Exception failure)
    {
        try
        {
            Console.Error.WriteLine($"A log event could not be printed: {failure.Message}");
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Standard error is gone; there is nowhere left to say it.
        }
    }
}
