namespace Akka.TestKit;

/// <summary>How a test framework is told of a failure.</summary>
public interface ITestKitAssertions
{
    /// <summary>Fails.</summary>
    /// <param name="format">Why.</param>
    /// <param name="args">Values for the places in it.</param>
    void Fail(string format = "", params object?[] args);

    /// <summary>Fails unless a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="format">Why.</param>
    /// <param name="args">Values for the places in it.</param>
    void AssertTrue(bool condition, string format = "", params object?[] args);

    /// <summary>Fails if a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="format">Why.</param>
    /// <param name="args">Values for the places in it.</param>
    void AssertFalse(bool condition, string format = "", params object?[] args);

    /// <summary>Fails unless two values are equal; collections are, when their items are.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="expected">What was expected.</param>
    /// <param name="actual">What came.</param>
    /// <param name="format">Why.</param>
    /// <param name="args">Values for the places in it.</param>
    void AssertEqual<T>(T expected, T actual, string format = "", params object?[] args);

    /// <summary>Fails unless two values are equal.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="expected">What was expected.</param>
    /// <param name="actual">What came.</param>
    /// <param name="comparer">Whether they are.</param>
    /// <param name="format">Why.</param>
    /// <param name="args">Values for the places in it.</param>
    void AssertEqual<T>(T expected, T actual, Func<T, T, bool> comparer, string format = "", params object?[] args);
}
