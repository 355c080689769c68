using Akka.Actor;
using Xunit.Abstractions;

namespace Akka.TestKit.Internal;

/// <summary>Writes a system's log to the output of an xunit test.</summary>
internal sealed class TestOutputLogger(ActorSystemImpl system, ITestOutputHelper output) : MinimalActorRef
{
    public override ActorPath Path { get; } = system.RootPath / "system" / "log-test";

    public override ActorSystemImpl System => system;

    protected override void TellInternal(object message, IActorRef? sender)
    {
        try
        {
            output.WriteLine(message.ToString());
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            // The test has ended, or a log call has places and values that do not match: no reason to fail the one who logs.
            system.EventStream.Unsubscribe(this);
        }
    }
}
