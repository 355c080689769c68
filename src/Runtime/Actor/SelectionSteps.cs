namespace Akka.Actor;

// The four steps a selection can make; they stand together as one closed set.

/// <summary>Down to the child of a name.</summary>
public class SelectChildName : SelectionPathElement
{
    /// <summary>Creates a step.</summary>
    /// <param name="name">The child's name.</param>
    public SelectChildName(string name) => Name = name;

    /// <summary>The child's name.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SelectChildName other && Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>Down to the children whose names fit a pattern with <c>*</c> and <c>?</c>.</summary>
public class SelectChildPattern : SelectionPathElement
{
    /// <summary>Creates a step.</summary>
    /// <param name="patternStr">The pattern.</param>
    public SelectChildPattern(string patternStr) => PatternStr = patternStr;

    /// <summary>The pattern.</summary>
    public string PatternStr { get; }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SelectChildPattern other && PatternStr == other.PatternStr;

    /// <inheritdoc/>
    public override int GetHashCode() => PatternStr.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => PatternStr;
}

/// <summary>Down to all descendants.</summary>
public class SelectChildRecursive : SelectionPathElement
{
    /// <summary>The step.</summary>
    public static readonly SelectChildRecursive Instance = new();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SelectChildRecursive;

    /// <inheritdoc/>
    public override int GetHashCode() => "**".GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => "**";
}

/// <summary>Up to the parent.</summary>
public class SelectParent : SelectionPathElement
{
    /// <summary>The step.</summary>
    public static readonly SelectParent Instance = new();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SelectParent;

    /// <inheritdoc/>
    public override int GetHashCode() => "..".GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => "..";
}
