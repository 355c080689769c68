namespace Akka.Actor;

/// <summary>A step of a selection.</summary>
public abstract class SelectionPathElement
{
    private protected SelectionPathElement()
    {
    }
}
