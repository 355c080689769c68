namespace Akka.Actor.Setup;

/// <summary>A part of an <see cref="ActorSystemSetup"/>.</summary>
public abstract class Setup
{
    /// <summary>Creates a part.</summary>
    protected Setup()
    {
    }

    /// <summary>Joins two parts.</summary>
    /// <param name="other">The other one; wins over this one where both have the same class.</param>
    public ActorSystemSetup And(Setup other) => ActorSystemSetup.Create(this, other);
}
