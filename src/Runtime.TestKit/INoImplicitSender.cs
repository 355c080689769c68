namespace Akka.TestKit;

/// <summary>Marks a test class whose messages have no sender unless they name one; otherwise it is the test actor.</summary>
public interface INoImplicitSender
{
}
