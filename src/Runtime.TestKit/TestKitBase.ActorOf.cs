using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Akka.Actor;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <inheritdoc/>
    IActorRef IActorRefFactory.ActorOf(Props props, string? name) => Sys.ActorOf(props, name);

    /// <summary>Creates an actor under /user.</summary>
    /// <param name="props">How.</param>
    public IActorRef ActorOf(Props props) => Sys.ActorOf(props);

    /// <summary>Creates an actor under /user.</summary>
    /// <param name="props">How.</param>
    /// <param name="name">Its name.</param>
    public IActorRef ActorOf(Props props, string? name) => Sys.ActorOf(props, name);

    /// <summary>Creates an actor under /user.</summary>
    /// <typeparam name="TActor">Its class.</typeparam>
    public IActorRef ActorOf<[DynamicallyAccessedMembers(Props.Constructors)] TActor>()
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>());

    /// <summary>Creates an actor under /user.</summary>
    /// <typeparam name="TActor">Its class.</typeparam>
    /// <param name="name">Its name.</param>
    public IActorRef ActorOf<[DynamicallyAccessedMembers(Props.Constructors)] TActor>(string? name)
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>(), name);

    /// <summary>Creates an actor under /user.</summary>
    /// <typeparam name="TActor">Its class.</typeparam>
    /// <param name="factory">A <c>new</c> expression.</param>
    public IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory));

    /// <summary>Creates an actor under /user.</summary>
    /// <typeparam name="TActor">Its class.</typeparam>
    /// <param name="factory">A <c>new</c> expression.</param>
    /// <param name="name">Its name.</param>
    public IActorRef ActorOf<TActor>(Expression<Func<TActor>> factory, string? name)
        where TActor : ActorBase => Sys.ActorOf(Props.Create(factory), name);

    /// <inheritdoc/>
    public ActorSelection ActorSelection(ActorPath actorPath) => Sys.ActorSelection(actorPath);

    /// <inheritdoc/>
    public ActorSelection ActorSelection(string actorPath) => Sys.ActorSelection(actorPath);

    /// <summary>Creates an actor that runs on the calling thread, and gives access to its instance.</summary>
    /// <typeparam name="TActor">Its class.</typeparam>
    /// <param name="props">How.</param>
    /// <param name="supervisor">Its parent.</param>
    /// <param name="name">Its name; null for a generated one.</param>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, IActorRef supervisor, string? name = null)
        where TActor : ActorBase => new(Sys, props, supervisor, name);

    /// <summary>Creates an actor that runs on the calling thread, and gives access to its instance.</summary>
    /// <typeparam name="TActor">Its class.</typeparam>
    /// <param name="props">How.</param>
    /// <param name="name">Its name; null for a generated one.</param>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Props props, string? name = null)
        where TActor : ActorBase => new(Sys, props, null, name);

    /// <summary>Creates an actor that runs on the calling thread, and gives access to its instance.</summary>
    /// <typeparam name="TActor">Its class.</typeparam>
    /// <param name="factory">A <c>new</c> expression.</param>
    /// <param name="supervisor">Its parent.</param>
    /// <param name="name">Its name; null for a generated one.</param>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Expression<Func<TActor>> factory, IActorRef supervisor, string? name = null)
        where TActor : ActorBase => new(Sys, Props.Create(factory), supervisor, name);

    /// <summary>Creates an actor that runs on the calling thread, and gives access to its instance.</summary>
    /// <typeparam name="TActor">Its class.</typeparam>
    /// <param name="factory">A <c>new</c> expression.</param>
    /// <param name="name">Its name; null for a generated one.</param>
    public TestActorRef<TActor> ActorOfAsTestActorRef<TActor>(Expression<Func<TActor>> factory, string? name = null)
        where TActor : ActorBase => new(Sys, Props.Create(factory), null, name);

    /// <summary>Creates an actor that runs on the calling thread, and gives access to its instance.</summary>
    /// <typeparam name="TActor">Its class.</typeparam>
    /// <param name="supervisor">Its parent.</param>
    /// <param name="name">Its name; null for a generated one.</param>
    public TestActorRef<TActor> ActorOfAsTestActorRef<[DynamicallyAccessedMembers(Props.Constructors)] TActor>(IActorRef supervisor, string? name = null)
        where TActor : ActorBase, new() => new(Sys, Props.Create<TActor>(), supervisor, name);

    /// <summary>Creates an actor that runs on the calling thread, and gives access to its instance.</summary>
    /// <typeparam name="TActor">Its class.</typeparam>
    /// <param name="name">Its name; null for a generated one.</param>
    public TestActorRef<TActor> ActorOfAsTestActorRef<[DynamicallyAccessedMembers(Props.Constructors)] TActor>(string? name = null)
        where TActor : ActorBase, new() => new(Sys, Props.Create<TActor>(), null, name);

    /// <summary>Creates a child of the test actor.</summary>
    /// <param name="props">How.</param>
    /// <param name="name">Its name.</param>
    /// <param name="supervisorStrategy">How the test actor supervises it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public IActorRef ChildActorOf(Props props, string? name, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) =>
        Spawn(props, name, supervisorStrategy, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Creates a child of the test actor.</summary>
    /// <param name="props">How.</param>
    /// <param name="supervisorStrategy">How the test actor supervises it.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public IActorRef ChildActorOf(Props props, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) =>
        Spawn(props, null, supervisorStrategy, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Creates a child of the test actor.</summary>
    /// <param name="props">How.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public IActorRef ChildActorOf(Props props, string? name, CancellationToken cancellationToken = default) =>
        Spawn(props, name, null, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Creates a child of the test actor.</summary>
    /// <param name="props">How.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public IActorRef ChildActorOf(Props props, CancellationToken cancellationToken = default) =>
        Spawn(props, null, null, cancellationToken).GetAwaiter().GetResult();

    /// <inheritdoc cref="ChildActorOf(Props, string, SupervisorStrategy, CancellationToken)"/>
    public Task<IActorRef> ChildActorOfAsync(Props props, string? name, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) =>
        Spawn(props, name, supervisorStrategy, cancellationToken);

    /// <inheritdoc cref="ChildActorOf(Props, string, CancellationToken)"/>
    public Task<IActorRef> ChildActorOfAsync(Props props, string? name, CancellationToken cancellationToken = default) =>
        Spawn(props, name, null, cancellationToken);

    /// <inheritdoc cref="ChildActorOf(Props, CancellationToken)"/>
    public Task<IActorRef> ChildActorOfAsync(Props props, CancellationToken cancellationToken = default) => Spawn(props, null, null, cancellationToken);

    private Task<IActorRef> Spawn(Props props, string? name, SupervisorStrategy? strategy, CancellationToken cancellationToken) =>
        _testActor.Ask<IActorRef>(new InternalTestActor.Spawn(props, name, strategy), RemainingOrDefault, cancellationToken);
}
