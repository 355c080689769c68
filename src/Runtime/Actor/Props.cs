using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>The recipe of an actor: how to make it, where it runs, how it supervises. Immutable; share it between actors.</summary>
public class Props : IEquatable<Props>
{
    /// <summary>A recipe for nothing: an actor made from it handles no message.</summary>
    public static readonly Props None = Create<EmptyActor>();

    internal const DynamicallyAccessedMemberTypes Constructors =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.NonPublicConstructors;

    private static readonly object?[] NoArguments = [];

    private readonly IIndirectActorProducer _producer;

    private Props(IIndirectActorProducer producer, object?[] arguments, string dispatcher, SupervisorStrategy? strategy)
    {
        _producer = producer;
        Arguments = arguments;
        Dispatcher = dispatcher;
        SupervisorStrategy = strategy;
    }

    /// <summary>The class of the actor.</summary>
    public Type Type => _producer.ActorType;

    /// <summary>The full name of the actor's class.</summary>
    public string TypeName => Type.AssemblyQualifiedName ?? Type.Name;

    /// <summary>The constructor arguments.</summary>
    public object?[] Arguments { get; }

    /// <summary>The id of the dispatcher; by default <see cref="Dispatchers.DefaultDispatcherId"/>.</summary>
    public string Dispatcher { get; }

    /// <summary>How the actor supervises its children; null leaves it to the actor.</summary>
    public SupervisorStrategy? SupervisorStrategy { get; }

    /// <summary>A recipe from a <c>new</c> expression. Its arguments are evaluated now and used for each incarnation.</summary>
    /// <typeparam name="TActor">The class.</typeparam>
    /// <param name="factory">Such as <c>() => new Worker(queue)</c>. A converted body, as in <c>() => (ActorBase)Make()</c>, is evaluated for each incarnation.</param>
    /// <param name="supervisorStrategy">How it supervises its children; null leaves it to the actor.</param>
    /// <exception cref="ArgumentException">The body is neither.</exception>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase
    {
        if (factory.Body is UnaryExpression)
            return Of(new FunctionProducer<TActor>(factory.Compile(preferInterpretation: true)), NoArguments, supervisorStrategy);
        if (factory.Body is not NewExpression { Constructor: { } constructor } created)
            throw new ArgumentException("The create function must be a 'new T (args)' expression", nameof(factory));
        var arguments = ExpressionArguments.Of(created);
        return Of(new ConstructorProducer(typeof(TActor), constructor, arguments), arguments, supervisorStrategy);
    }

    /// <summary>A recipe from a class and constructor arguments.</summary>
    /// <typeparam name="TActor">The class.</typeparam>
    /// <param name="args">The constructor's arguments.</param>
    public static Props Create<[DynamicallyAccessedMembers(Constructors)] TActor>(params object[] args)
        where TActor : ActorBase =>
        Of(new ActivatorProducer(typeof(TActor), args), args, null);

    /// <summary>A recipe from a class with a parameterless constructor.</summary>
    /// <typeparam name="TActor">The class.</typeparam>
    /// <param name="supervisorStrategy">How it supervises its children.</param>
    public static Props Create<[DynamicallyAccessedMembers(Constructors)] TActor>(SupervisorStrategy supervisorStrategy)
        where TActor : ActorBase, new() =>
        Of(new ActivatorProducer(typeof(TActor), NoArguments), NoArguments, supervisorStrategy);

    /// <summary>A recipe from a class and constructor arguments.</summary>
    /// <param name="type">The class; an actor.</param>
    /// <param name="args">The constructor's arguments.</param>
    /// <exception cref="ArgumentNullException"><paramref name="type"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="type"/> is no actor.</exception>
    public static Props Create([DynamicallyAccessedMembers(Constructors)] Type type, params object[] args)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (!typeof(ActorBase).IsAssignableFrom(type)) throw new ArgumentException($"Unknown actor producer [{type.FullName}]");
        return Of(new ActivatorProducer(type, args), args, null);
    }

    /// <summary>A recipe from a producer. It uses no reflection: the cheapest way to make many actors.</summary>
    /// <param name="producer">Makes the instances.</param>
    /// <param name="args">Shown in <see cref="Arguments"/> only.</param>
    public static Props CreateBy(IIndirectActorProducer producer, params object[] args) => Of(producer, args, null);

    /// <summary>The same recipe on another dispatcher.</summary>
    /// <param name="dispatcher">The dispatcher's id.</param>
    public Props WithDispatcher(string dispatcher) => new(_producer, Arguments, dispatcher, SupervisorStrategy);

    /// <summary>The same recipe with another supervisor strategy, which wins over the actor's own.</summary>
    /// <param name="supervisorStrategy">The strategy; null leaves it to the actor.</param>
    public Props WithSupervisorStrategy(SupervisorStrategy? supervisorStrategy) => new(_producer, Arguments, Dispatcher, supervisorStrategy);

    /// <summary>Makes an instance. Only the runtime can: an actor is made inside its own context.</summary>
    /// <exception cref="TypeLoadException">The producer threw.</exception>
    public ActorBase NewActor()
    {
        try
        {
            return _producer.Produce();
        }
        catch (Exception e)
        {
            throw new TypeLoadException(
                $"Error while creating actor instance of type {Type} with {Arguments.Length} args: ({string.Join(',', Arguments)})", e);
        }
    }

    /// <inheritdoc/>
    public bool Equals(Props? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Type == other.Type && Dispatcher == other.Dispatcher
            && Equals(SupervisorStrategy, other.SupervisorStrategy) && Arguments.AsSpan().SequenceEqual(other.Arguments));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Props);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Dispatcher, Arguments.Length);

    internal void Release(ActorBase actor) => _producer.Release(actor);

    private static Props Of(IIndirectActorProducer producer, object?[] arguments, SupervisorStrategy? strategy) =>
        new(producer, arguments, Dispatchers.DefaultDispatcherId, strategy);

    private sealed class EmptyActor : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
