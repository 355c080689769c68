using Akka.Actor;

namespace HttpActors.Runtime.Tests;

/// <summary>Tests of what happens to an actor, as a <see cref="Recorder"/> reports it.</summary>
public abstract class RecorderTest : ActorTest
{
    protected IActorRef Recorder(Recorder.Options? options = null, string? name = null) => ActorOf(RecorderProps(options), name);

    protected Props RecorderProps(Recorder.Options? options = null)
    {
        var probe = TestActor;
        return Making(() => new Recorder(probe, options));
    }

    protected void ExpectHooks(params string[] hooks)
    {
        foreach (var hook in hooks) ExpectMsg(new Recorder.Hook(hook));
    }
}
