using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

/// <summary>Makes expectations about log events. Levels below <c>akka.loglevel</c> are not published, so not seen either.</summary>
public class EventFilterFactory
{
    private readonly TestKitBase _testKit;
    private readonly ActorSystem _system;
    private readonly IReadOnlyList<LogFilter> _filters;

    /// <summary>Creates a factory for a TestKit's own system.</summary>
    /// <param name="testkit">The TestKit.</param>
    public EventFilterFactory(TestKitBase testkit)
        : this(testkit, testkit.Sys, [])
    {
    }

    /// <summary>Creates a factory for another system.</summary>
    /// <param name="testkit">The TestKit.</param>
    /// <param name="system">The system.</param>
    public EventFilterFactory(TestKitBase testkit, ActorSystem system)
        : this(testkit, system, [])
    {
    }

    internal EventFilterFactory(TestKitBase testKit, ActorSystem system, IReadOnlyList<LogFilter> filters)
    {
        _testKit = testKit;
        _system = system;
        _filters = filters;
    }

    /// <summary>Errors with an exception.</summary>
    /// <typeparam name="TException">Its class; derived ones are included.</typeparam>
    /// <param name="message">The text of the event or the exception.</param>
    /// <param name="start">Its beginning.</param>
    /// <param name="contains">A part of it.</param>
    /// <param name="source">Who logs; mostly a path.</param>
    public IEventFilterApplier Exception<TException>(string? message = null, string? start = null, string? contains = null, string? source = null)
        where TException : Exception => Exception(typeof(TException), message, start, contains, source);

    /// <summary>Errors with an exception.</summary>
    /// <typeparam name="TException">Its class; derived ones are included.</typeparam>
    /// <param name="pattern">What the text of the event or the exception matches.</param>
    /// <param name="source">Who logs; mostly a path.</param>
    public IEventFilterApplier Exception<TException>(Regex pattern, string? source = null)
        where TException : Exception => Exception(typeof(TException), new TextMatch(null, null, null, pattern, source), false);

    /// <summary>Errors with an exception.</summary>
    /// <param name="exceptionType">Its class; derived ones are included.</param>
    /// <param name="message">The text of the event or the exception.</param>
    /// <param name="start">Its beginning.</param>
    /// <param name="contains">A part of it.</param>
    /// <param name="source">Who logs; mostly a path.</param>
    /// <param name="checkInnerExceptions">Whether inner exceptions count too.</param>
    public IEventFilterApplier Exception(
        Type exceptionType, string? message = null, string? start = null, string? contains = null, string? source = null, bool checkInnerExceptions = false) =>
        Exception(exceptionType, new TextMatch(message, start, contains, null, source), checkInnerExceptions);

    /// <summary>Errors.</summary>
    /// <param name="message">The text.</param>
    /// <param name="start">Its beginning.</param>
    /// <param name="contains">A part of it.</param>
    /// <param name="source">Who logs; mostly a path.</param>
    public IEventFilterApplier Error(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        ForLogLevel(LogLevel.ErrorLevel, message, start, contains, source);

    /// <summary>Errors.</summary>
    /// <param name="pattern">What the text matches.</param>
    /// <param name="source">Who logs; mostly a path.</param>
    public IEventFilterApplier Error(Regex pattern, string? source = null) => ForLogLevel(LogLevel.ErrorLevel, pattern, source);

    /// <summary>Warnings.</summary>
    /// <param name="message">The text.</param>
    /// <param name="start">Its beginning.</param>
    /// <param name="contains">A part of it.</param>
    /// <param name="source">Who logs; mostly a path.</param>
    public IEventFilterApplier Warning(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        ForLogLevel(LogLevel.WarningLevel, message, start, contains, source);

    /// <summary>Warnings.</summary>
    /// <param name="pattern">What the text matches.</param>
    /// <param name="source">Who logs; mostly a path.</param>
    public IEventFilterApplier Warning(Regex pattern, string? source = null) => ForLogLevel(LogLevel.WarningLevel, pattern, source);

    /// <summary>Info events.</summary>
    /// <param name="message">The text.</param>
    /// <param name="start">Its beginning.</param>
    /// <param name="contains">A part of it.</param>
    /// <param name="source">Who logs; mostly a path.</param>
    public IEventFilterApplier Info(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        ForLogLevel(LogLevel.InfoLevel, message, start, contains, source);

    /// <summary>Info events.</summary>
    /// <param name="pattern">What the text matches.</param>
    /// <param name="source">Who logs; mostly a path.</param>
    public IEventFilterApplier Info(Regex pattern, string? source = null) => ForLogLevel(LogLevel.InfoLevel, pattern, source);

    /// <summary>Debug events.</summary>
    /// <param name="message">The text.</param>
    /// <param name="start">Its beginning.</param>
    /// <param name="contains">A part of it.</param>
    /// <param name="source">Who logs; mostly a path.</param>
    public IEventFilterApplier Debug(string? message = null, string? start = null, string? contains = null, string? source = null) =>
        ForLogLevel(LogLevel.DebugLevel, message, start, contains, source);

    /// <summary>Debug events.</summary>
    /// <param name="pattern">What the text matches.</param>
    /// <param name="source">Who logs; mostly a path.</param>
    public IEventFilterApplier Debug(Regex pattern, string? source = null) => ForLogLevel(LogLevel.DebugLevel, pattern, source);

    /// <summary>Events of a level.</summary>
    /// <param name="logLevel">The level.</param>
    /// <param name="message">The text.</param>
    /// <param name="start">Its beginning.</param>
    /// <param name="contains">A part of it.</param>
    /// <param name="source">Who logs; mostly a path.</param>
    public IEventFilterApplier ForLogLevel(LogLevel logLevel, string? message = null, string? start = null, string? contains = null, string? source = null) =>
        OfLevel(logLevel, new TextMatch(message, start, contains, null, source));

    /// <summary>Events of a level.</summary>
    /// <param name="logLevel">The level.</param>
    /// <param name="pattern">What the text matches.</param>
    /// <param name="source">Who logs; mostly a path.</param>
    public IEventFilterApplier ForLogLevel(LogLevel logLevel, Regex pattern, string? source = null) =>
        OfLevel(logLevel, new TextMatch(null, null, null, pattern, source));

    /// <summary>Dead letters.</summary>
    public IEventFilterApplier DeadLetter() => DeadLetters("any", static _ => true, null);

    /// <summary>Dead letters of a type.</summary>
    /// <typeparam name="TMessage">The type.</typeparam>
    /// <param name="source">The path of the one who should have got them.</param>
    public IEventFilterApplier DeadLetter<TMessage>(string? source = null) =>
        DeadLetters(typeof(TMessage).Name, static letter => letter.Message is TMessage, source);

    /// <summary>Dead letters of a type that fit.</summary>
    /// <typeparam name="TMessage">The type.</typeparam>
    /// <param name="isMatch">Whether they fit.</param>
    /// <param name="source">The path of the one who should have got them.</param>
    public IEventFilterApplier DeadLetter<TMessage>(Func<TMessage, bool> isMatch, string? source = null) =>
        DeadLetters(typeof(TMessage).Name, letter => letter.Message is TMessage message && isMatch(message), source);

    /// <summary>Dead letters of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="source">The path of the one who should have got them.</param>
    public IEventFilterApplier DeadLetter(Type type, string? source = null) =>
        DeadLetters(type.Name, letter => type.IsInstanceOfType(letter.Message), source);

    /// <summary>Events that fit.</summary>
    /// <param name="predicate">Whether they fit.</param>
    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) => Apply(new LogFilter("custom", predicate));

    /// <summary>Events of a class that fit.</summary>
    /// <typeparam name="TLogEvent">The class.</typeparam>
    /// <param name="predicate">Whether they fit.</param>
    public IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate)
        where TLogEvent : LogEvent => Apply(new LogFilter("custom", logEvent => logEvent is TLogEvent typed && predicate(typed)));

    private static bool HasException(Exception? cause, Type type, TextMatch text, LogEvent logEvent, bool inner)
    {
        for (var exception = cause; exception is not null; exception = inner ? exception.InnerException : null)
        {
            if (type.IsInstanceOfType(exception) && (text.Fits(logEvent) || text.Fits(logEvent, exception.Message))) return true;
        }

        return false;
    }

    private EventFilterApplier Exception(Type type, TextMatch text, bool inner) => Apply(new LogFilter(
        $"Error with {type.Name}{text}",
        logEvent => logEvent is Error && HasException(logEvent.Cause, type, text, logEvent, inner)));

    private EventFilterApplier OfLevel(LogLevel level, TextMatch text) =>
        Apply(new LogFilter($"{level}{text}", logEvent => logEvent.LogLevel() == level && text.Fits(logEvent)));

    private EventFilterApplier DeadLetters(string what, Predicate<DeadLetter> isMatch, string? source) => Apply(new LogFilter(
        $"dead letter of {what}",
        logEvent => logEvent is Warning { Message: Akka.Event.DeadLetter letter } && (source is null || logEvent.LogSource == source) && isMatch(letter)));

    private EventFilterApplier Apply(LogFilter filter) => new(_testKit, _system, [.. _filters, filter]);
}
