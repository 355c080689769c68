using Akka.Util;

namespace Akka.Actor.Setup;

/// <summary>What a system is made with, in code: one part of each class at most.</summary>
public sealed class ActorSystemSetup
{
    /// <summary>Without parts.</summary>
    public static readonly ActorSystemSetup Empty = new([]);

    private readonly Setup[] _parts;

    private ActorSystemSetup(Setup[] parts) => _parts = parts;

    /// <summary>Joins parts; a later one replaces an earlier one of its class.</summary>
    /// <param name="setup">The parts.</param>
    public static ActorSystemSetup Create(params Setup[] setup)
    {
        var result = Empty;
        foreach (var part in setup) result = result.With(part);
        return result;
    }

    /// <summary>The part of a class.</summary>
    /// <typeparam name="T">The class.</typeparam>
    public Option<T> Get<T>()
        where T : Setup
    {
        foreach (var part in _parts)
        {
            if (part.GetType() == typeof(T)) return Option<T>.Create((T)part);
        }

        return Option<T>.None;
    }

    /// <summary>The same with one more part.</summary>
    /// <typeparam name="T">The part's class.</typeparam>
    /// <param name="setup">The part.</param>
    public ActorSystemSetup WithSetup<T>(T setup)
        where T : Setup => With(setup);

    /// <summary>The same with one more part.</summary>
    /// <typeparam name="T">The part's class.</typeparam>
    /// <param name="setup">The part.</param>
    public ActorSystemSetup And<T>(T setup)
        where T : Setup => With(setup);

    private ActorSystemSetup With(Setup part)
    {
        var others = Array.FindAll(_parts, other => other.GetType() != part.GetType());
        return new ActorSystemSetup([.. others, part]);
    }
}
