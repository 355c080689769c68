using System.Globalization;
using Akka.Event;

namespace HttpActors.Actors.Telemetry;

/// <summary>Something that a server or an agent logs: its number and name never change, its words may.</summary>
internal sealed class ServerEvent
{
    private ServerEvent(int id, string name, LogLevel level, string template)
    {
        (Id, Name, Level, Template) = (id, name, level, template);
        Parameters = [.. template.Split('{').Skip(1).Select(part => part[..part.IndexOf('}')])];
        Format = Parameters.Select((parameter, at) => (parameter, at)).Aggregate(
            template, (format, next) => format.Replace("{" + next.parameter + "}", "{" + next.at.ToString(CultureInfo.InvariantCulture) + "}", StringComparison.Ordinal));
    }

    public static ServerEvent HandlerFailed { get; } = new(
        1, nameof(HandlerFailed), LogLevel.ErrorLevel, "A handler failed on connection {ConnectionId} ({RemoteEndPoint}).");

    public static ServerEvent ConnectionListenerFailed { get; } = new(
        2, nameof(ConnectionListenerFailed), LogLevel.ErrorLevel, "A listener for new connections failed; connection {ConnectionId} is closed.");

    public static ServerEvent EndListenerFailed { get; } = new(
        3, nameof(EndListenerFailed), LogLevel.ErrorLevel, "A listener for the end of connection {ConnectionId} failed.");

    public static ServerEvent ConnectionNotStarted { get; } = new(
        4, nameof(ConnectionNotStarted), LogLevel.ErrorLevel, "Connection {ConnectionId} could not be started.");

    public static ServerEvent RequestUnheard { get; } = new(
        10, nameof(RequestUnheard), LogLevel.WarningLevel, "A request came but nobody listens: subscribe to RequestReceived or Requests. It was answered with 503.");

    public static ServerEvent OutputOverflow { get; } = new(
        11, nameof(OutputOverflow), LogLevel.WarningLevel, "Connection {ConnectionId} is aborted: more than MaxBufferedBytes ({Limit}) wait for a peer that does not read. Wait for Write to return true, or use WriteAsync.");

    public static ServerEvent AcceptingPaused { get; } = new(
        12, nameof(AcceptingPaused), LogLevel.WarningLevel, "Accepting fails: {Error}. It is tried again every {Milliseconds} ms. Raise the limit of open files, or set MaxConnections below it.");

    public static ServerEvent AcceptingFull { get; } = new(
        15, nameof(AcceptingFull), LogLevel.WarningLevel, "Accepting waits: {Count} connections are open (MaxConnections). Newcomers wait in the backlog.");

    public static ServerEvent AcceptingResumed { get; } = new(
        16, nameof(AcceptingResumed), LogLevel.InfoLevel, "Accepting goes on: there are descriptors and memory again.");

    public static ServerEvent ObserverLost { get; } = new(
        13, nameof(ObserverLost), LogLevel.WarningLevel, "An observer of {Stream} unsubscribed itself by throwing and hears no more. Catch in the chain, or add Retry().");

    public static ServerEvent ActorAnswerFailed { get; } = new(
        14, nameof(ActorAnswerFailed), LogLevel.ErrorLevel, "The actor {Actor} failed to answer a request: {Answer}. It was answered with {StatusCode}.");

    public static ServerEvent ActorSilent { get; } = new(
        17, nameof(ActorSilent), LogLevel.WarningLevel, "The actor {Actor} gave no answer to a request: {Reason} It was answered with {StatusCode}.");

    public static ServerEvent RequestRefused { get; } = new(
        20, nameof(RequestRefused), LogLevel.DebugLevel, "Connection {ConnectionId} ({RemoteEndPoint}) is refused: {StatusCode} {Reason}");

    public static ServerEvent InputFailed { get; } = new(
        21, nameof(InputFailed), LogLevel.DebugLevel, "Connection {ConnectionId} failed: {Reason}");

    public static ServerEvent OutputFailed { get; } = new(
        22, nameof(OutputFailed), LogLevel.DebugLevel, "Connection {ConnectionId} cannot send: {Reason}");

    public static ServerEvent HandlerCutOff { get; } = new(
        23, nameof(HandlerCutOff), LogLevel.DebugLevel, "A handler on connection {ConnectionId} ended with its exchange: {Reason}");

    public static ServerEvent LimitReached { get; } = new(
        24, nameof(LimitReached), LogLevel.DebugLevel, "Connection {ConnectionId} ({RemoteEndPoint}) has reached {Limit}.");

    public static ServerEvent CallbackFailed { get; } = new(
        40, nameof(CallbackFailed), LogLevel.ErrorLevel, "A callback failed on {Connection}.");

    public static ServerEvent CallbackCutOff { get; } = new(
        41, nameof(CallbackCutOff), LogLevel.DebugLevel, "A callback on {Connection} ended with its request: {Reason}");

    public int Id { get; }

    public string Name { get; }

    public LogLevel Level { get; }

    /// <summary>The words, with named holes.</summary>
    public string Template { get; }

    /// <summary>The words, with numbered holes.</summary>
    public string Format { get; }

    /// <summary>The holes' names, in order.</summary>
    public IReadOnlyList<string> Parameters { get; }
}
