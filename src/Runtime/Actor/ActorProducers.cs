using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using System.Reflection;

namespace Akka.Actor;

/// <summary>Makes actors by reflection, from a class and constructor arguments.</summary>
internal sealed class ActivatorProducer(
    [DynamicallyAccessedMembers(Props.Constructors)] Type actorType, object?[] args) : IIndirectActorProducer
{
    public Type ActorType => actorType;

    public ActorBase Produce() => (ActorBase)Activator.CreateInstance(actorType, args)!;

    public void Release(ActorBase actor)
    {
    }
}

/// <summary>Makes actors by the constructor a <c>new</c> expression names.</summary>
internal sealed class ConstructorProducer(Type actorType, ConstructorInfo constructor, object?[] args) : IIndirectActorProducer
{
    public Type ActorType => actorType;

    public ActorBase Produce() => (ActorBase)constructor.Invoke(args);

    public void Release(ActorBase actor)
    {
    }
}

/// <summary>Makes actors by calling a function.</summary>
internal sealed class FunctionProducer<TActor>(Func<TActor> make) : IIndirectActorProducer
    where TActor : ActorBase
{
    public Type ActorType => typeof(TActor);

    public ActorBase Produce() => make();

    public void Release(ActorBase actor)
    {
    }
}

/// <summary>The values of constructor arguments, without compiling anything.</summary>
internal static class ExpressionArguments
{
    public static object?[] Of(NewExpression expression)
    {
        var values = new object?[expression.Arguments.Count];
        for (var i = 0; i < values.Length; i++) values[i] = Value(expression.Arguments[i]);
        return values;
    }

    private static object? Value(Expression argument)
    {
        if (argument is ConstantExpression constant) return constant.Value;
        if (argument is MemberExpression { Member: FieldInfo field } access)
            return field.GetValue(access.Expression is null ? null : Value(access.Expression));
        var boxed = Expression.Lambda<Func<object?>>(Expression.Convert(argument, typeof(object)));
        return boxed.Compile(preferInterpretation: true)();
    }
}
