namespace Akka.Actor;

/// <summary>Writes decider tables.</summary>
public static class DirectiveExtensions
{
    /// <summary>Pairs a directive with the exception it is for.</summary>
    /// <typeparam name="TException">The exception; derived ones are included.</typeparam>
    /// <param name="self">The directive.</param>
    public static KeyValuePair<Type, Directive> When<TException>(this Directive self)
        where TException : Exception => new(typeof(TException), self);
}
