namespace Akka.Actor;

/// <summary>A decider that is a table of exception classes.</summary>
public class DeployableDecider : IDecider, IEquatable<DeployableDecider>
{
    /// <summary>Creates a decider.</summary>
    /// <param name="defaultDirective">For exceptions not in the table.</param>
    /// <param name="pairs">The table; the first entry that fits wins.</param>
    public DeployableDecider(Directive defaultDirective, IEnumerable<KeyValuePair<Type, Directive>> pairs)
        : this(defaultDirective, pairs.ToArray())
    {
    }

    /// <summary>Creates a decider.</summary>
    /// <param name="defaultDirective">For exceptions not in the table.</param>
    /// <param name="pairs">The table; the first entry that fits wins.</param>
    public DeployableDecider(Directive defaultDirective, params KeyValuePair<Type, Directive>[] pairs)
    {
        DefaultDirective = defaultDirective;
        Pairs = pairs;
    }

    /// <summary>For exceptions not in the table.</summary>
    public Directive DefaultDirective { get; }

    /// <summary>The table.</summary>
    public KeyValuePair<Type, Directive>[] Pairs { get; }

    /// <inheritdoc/>
    public Directive Decide(Exception cause)
    {
        foreach (var (type, directive) in Pairs)
        {
            if (type.IsInstanceOfType(cause)) return directive;
        }

        return DefaultDirective;
    }

    /// <inheritdoc/>
    public bool Equals(DeployableDecider? other) =>
        ReferenceEquals(this, other)
        || (other is not null && DefaultDirective == other.DefaultDirective && Pairs.AsSpan().SequenceEqual(other.Pairs));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DeployableDecider);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DefaultDirective, Pairs.Length);
}
