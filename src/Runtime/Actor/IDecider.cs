namespace Akka.Actor;

/// <summary>Maps an exception to a directive.</summary>
public interface IDecider
{
    /// <summary>Decides.</summary>
    /// <param name="cause">What the child failed with.</param>
    Directive Decide(Exception cause);
}
