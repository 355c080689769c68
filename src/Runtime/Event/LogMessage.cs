namespace Akka.Event;

/// <summary>A message with places, filled when its text is asked for.</summary>
public abstract class LogMessage
{
    /// <summary>What fills the places.</summary>
    protected readonly ILogMessageFormatter Formatter;

    /// <summary>Creates a message.</summary>
    /// <param name="formatter">What fills the places.</param>
    /// <param name="format">The message.</param>
    public LogMessage(ILogMessageFormatter formatter, string format)
    {
        Formatter = formatter;
        Format = format;
    }

    /// <summary>The message, with its places.</summary>
    public string Format { get; }

    /// <summary>The values.</summary>
    public abstract IEnumerable<object?> Parameters();

    /// <summary>The values as text.</summary>
    public abstract string Unformatted();
}

internal sealed class FormattedMessage(ILogMessageFormatter formatter, string format, object?[] args) : LogMessage(formatter, format)
{
    public override IEnumerable<object?> Parameters() => args;

    public override string Unformatted() => string.Join(",", args);

    public override string ToString() => Formatter.Format(Format, args);
}
