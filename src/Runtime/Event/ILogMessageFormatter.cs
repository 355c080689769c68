namespace Akka.Event;

/// <summary>Fills the places of a message.</summary>
public interface ILogMessageFormatter
{
    /// <summary>Fills the places.</summary>
    /// <param name="format">The message.</param>
    /// <param name="args">The values.</param>
    string Format(string format, params object?[] args);

    /// <summary>Fills the places.</summary>
    /// <param name="format">The message.</param>
    /// <param name="args">The values.</param>
    string Format(string format, IEnumerable<object?> args);
}
