namespace Akka.Actor;

/// <summary>The forms of a scheduler that run code of yours.</summary>
public interface IAdvancedScheduler : IActionScheduler
{
}
