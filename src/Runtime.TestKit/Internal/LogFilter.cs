using System.Text.RegularExpressions;
using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>Picks log events by class, text and source, and counts them.</summary>
internal sealed class LogFilter(string description, Predicate<LogEvent> isMatch) : IEventFilter
{
    public event Action? Matched;

    public bool Apply(LogEvent logEvent)
    {
        if (!isMatch(logEvent)) return false;
        Matched?.Invoke();
        return true;
    }

    public override string ToString() => description;
}

/// <summary>What a filter asks of an event's text and source.</summary>
internal sealed record TextMatch(string? Message, string? Start, string? Contains, Regex? Pattern, string? Source)
{
    public bool Fits(LogEvent logEvent, string? text = null)
    {
        if (Source is not null && Source != logEvent.LogSource) return false;
        text ??= logEvent.Message?.ToString() ?? "null";
        return FitsText(text);
    }

    public bool FitsText(string text)
    {
        if (Pattern is not null) return Pattern.IsMatch(text);
        if (Message is not null) return text == Message;
        if (Start is not null) return text.StartsWith(Start, StringComparison.Ordinal);
        return Contains is null || text.Contains(Contains, StringComparison.Ordinal);
    }

    public override string ToString()
    {
        var text = (Pattern, Message, Start, Contains) switch
        {
            ({ } pattern, _, _, _) => $" when the message matches regex \"{pattern}\"",
            (_, { } message, _, _) => $" when the message == \"{message}\"",
            (_, _, { } start, _) => $" when the message starts with \"{start}\"",
            (_, _, _, { } contains) => $" when the message contains \"{contains}\"",
            _ => string.Empty,
        };
        return Source is null ? text : $"{text} from \"{Source}\"";
    }
}
