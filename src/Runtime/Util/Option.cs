namespace Akka.Util;

/// <summary>A value that may be missing.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public readonly struct Option<T>
{
    /// <summary>No value.</summary>
    public static readonly Option<T> None;

    private Option(T value)
    {
        Value = value;
        HasValue = true;
    }

    /// <summary>Whether there is a value.</summary>
    public bool HasValue { get; }

    /// <summary>The value, or the type's default.</summary>
    public T? Value { get; }

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => !HasValue;

    /// <summary>An option from a value.</summary>
    /// <param name="value">The value; null counts as none.</param>
    public static implicit operator Option<T>(T value) => Create(value);

    /// <summary>An option from a value.</summary>
    /// <param name="value">The value; null counts as none.</param>
    public static Option<T> Create(T value) => value is null ? None : new Option<T>(value);

    /// <summary>The value, or another one where there is none.</summary>
    /// <param name="fallbackValue">The other one.</param>
    public T GetOrElse(T fallbackValue) => HasValue ? Value! : fallbackValue;

    /// <inheritdoc/>
    public override string ToString() => HasValue ? $"Some<{Value}>" : "None";
}
