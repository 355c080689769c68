using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.TestKit;

/// <summary>A test actor with expectations of its own. It can stand wherever a reference can.</summary>
public class TestProbe : TestKitBase, INoImplicitSender, IInternalActorRef
{
    /// <summary>Creates a probe.</summary>
    /// <param name="system">The system.</param>
    /// <param name="assertions">How failures are told.</param>
    /// <param name="testProbeName">Its name; null for a generated one.</param>
    public TestProbe(ActorSystem system, ITestKitAssertions assertions, string? testProbeName = null)
        : base(assertions, system, testProbeName)
    {
    }

    /// <summary>The probe's actor.</summary>
    public IActorRef Ref => TestActor;

    /// <summary>The sender of the last message that was received.</summary>
    public IActorRef Sender => LastSender;

    ActorPath IActorRef.Path => TestActor.Path;

    ActorSystemImpl IInternalActorRef.System => (ActorSystemImpl)Sys;

    IInternalActorRef IInternalActorRef.Parent => Inner.Parent;

    bool IInternalActorRef.IsTerminated => Inner.IsTerminated;

    LocalActorRef? IInternalActorRef.Local => Inner.Local;

    private IInternalActorRef Inner => (IInternalActorRef)TestActor;

    /// <summary>Tells from the probe.</summary>
    /// <param name="actor">Whom.</param>
    /// <param name="message">What.</param>
    public void Send(IActorRef actor, object message) => actor.Tell(message, TestActor);

    /// <summary>Sends a message on, from the sender of the last one.</summary>
    /// <param name="actor">To whom.</param>
    /// <param name="message">What.</param>
    public void Forward(IActorRef actor, object message) => actor.Tell(message, Sender);

    /// <summary>Sends the last message on, from its sender.</summary>
    /// <param name="actor">To whom.</param>
    public void Forward(IActorRef actor) => actor.Tell(LastMessage, Sender);

    /// <summary>Answers the last message.</summary>
    /// <param name="message">What.</param>
    public void Reply(object message) => Sender.Tell(message, TestActor);

    /// <summary>Creates a child of the probe.</summary>
    /// <typeparam name="T">Its class.</typeparam>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public IActorRef ChildActorOf<[DynamicallyAccessedMembers(Props.Constructors)] T>(CancellationToken cancellationToken = default)
        where T : ActorBase => ChildActorOf(Props.Create<T>(), cancellationToken);

    /// <summary>Creates a child of the probe.</summary>
    /// <typeparam name="T">Its class.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public IActorRef ChildActorOf<[DynamicallyAccessedMembers(Props.Constructors)] T>(string? name, CancellationToken cancellationToken = default)
        where T : ActorBase => ChildActorOf(Props.Create<T>(), name, cancellationToken);

    /// <summary>A probe makes no probes.</summary>
    /// <param name="name">Not used.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override TestProbe CreateTestProbe(string? name = null) => throw new NotSupportedException("Cannot create a TestProbe from a TestProbe");

    /// <inheritdoc/>
    public int CompareTo(object? obj) => TestActor.CompareTo(obj);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => TestActor.Equals(obj is TestProbe probe ? probe.TestActor : obj);

    /// <inheritdoc/>
    public override int GetHashCode() => TestActor.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => TestActor.ToString()!;

    void ICanTell.Tell(object message, IActorRef? sender) => TestActor.Tell(message, sender);

    int IComparable<IActorRef>.CompareTo(IActorRef? other) => TestActor.CompareTo(other);

    bool IEquatable<IActorRef>.Equals(IActorRef? other) => TestActor.Equals(other);

    IInternalActorRef IInternalActorRef.GetSingleChild(string name) => Inner.GetSingleChild(name);

    void IInternalActorRef.SendSystemMessage(SystemMessage message) => Inner.SendSystemMessage(message);
}
