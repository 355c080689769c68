namespace Akka.Actor;

/// <summary>Makes deciders.</summary>
public static class Decider
{
    /// <summary>A decider from a table.</summary>
    /// <param name="defaultDirective">For all other exceptions.</param>
    /// <param name="pairs">The table; see <see cref="DirectiveExtensions.When{TException}"/>.</param>
    public static DeployableDecider From(Directive defaultDirective, params KeyValuePair<Type, Directive>[] pairs) => new(defaultDirective, pairs);

    /// <summary>A decider from a table.</summary>
    /// <param name="defaultDirective">For all other exceptions.</param>
    /// <param name="pairs">The table; the first entry that fits wins.</param>
    public static DeployableDecider From(Directive defaultDirective, IEnumerable<KeyValuePair<Type, Directive>> pairs) => new(defaultDirective, pairs);

    /// <summary>A decider from a function.</summary>
    /// <param name="localOnlyDecider">The function.</param>
    public static LocalOnlyDecider From(Func<Exception, Directive> localOnlyDecider) => new(localOnlyDecider);
}
