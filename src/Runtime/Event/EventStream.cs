using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Event;

/// <summary>The bus of a system. A subscriber that ends is unsubscribed.</summary>
public class EventStream : LoggingBus
{
    private readonly bool _debug;
    private Unsubscriber? _unsubscriber;
    private StandardErrorLogger? _logger;

    internal EventStream(bool debug) => _debug = debug;

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="subscriber"/> is null.</exception>
    public override bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        var isNew = base.Subscribe(subscriber, channel);
        if (isNew && LocalOf(subscriber) is { } actor) _unsubscriber?.Watch(actor);
        if (_debug) Note($"subscribing {subscriber} to channel {channel}");
        return isNew;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="subscriber"/> is null.</exception>
    public override bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        var was = base.Unsubscribe(subscriber, channel);
        if (LocalOf(subscriber) is { } actor && !HasSubscription(actor)) _unsubscriber?.Unwatch(actor);
        if (_debug) Note($"unsubscribing {subscriber} from channel {channel}");
        return was;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="subscriber"/> is null.</exception>
    public override bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        var was = base.Unsubscribe(subscriber);
        if (was && LocalOf(subscriber) is { } actor) _unsubscriber?.Unwatch(actor);
        if (_debug) Note($"unsubscribing {subscriber} from all channels");
        return was;
    }

    internal void Start(ActorSystemImpl system)
    {
        SetLogLevel(Logging.LogLevelFor(system.Settings.LogLevel));
        _unsubscriber = new Unsubscriber(system, this);
        if (system.Settings.DebugUnhandledMessage) base.Subscribe(new UnhandledMessageLogger(system), typeof(UnhandledMessage));
        if (!system.Settings.UsesDefaultLogger) return;
        _logger = new StandardErrorLogger(system);
        var floor = Logging.LogLevelFor(system.Settings.StdoutLogLevel);
        for (var level = LogLevel.DebugLevel; level <= LogLevel.ErrorLevel; level++)
        {
            if (level >= floor) base.Subscribe(_logger, level.ClassFor());
        }
    }

    /// <summary>The TestKit's listener takes over from the default logger.</summary>
    internal StandardErrorLogger? RemoveDefaultLogger()
    {
        if (_logger is not null) base.Unsubscribe(_logger);
        return _logger;
    }

    private static LocalActorRef? LocalOf(IActorRef subscriber) => (subscriber as IInternalActorRef)?.Local;

    private void Note(string what) => Publish(new Debug(nameof(EventStream), typeof(EventStream), what));

    /// <summary>Watches the subscribers; not an actor, because a notice needs no turn.</summary>
    private sealed class Unsubscriber(ActorSystemImpl system, EventStream bus) : MinimalActorRef
    {
        public override ActorPath Path { get; } = system.RootPath / "system" / "EventStreamUnsubscriber";

        public override ActorSystemImpl System => system;

        public override void SendSystemMessage(SystemMessage message)
        {
            if (message is DeathWatchNotification notification) bus.Unsubscribe(notification.Actor);
        }

        public void Watch(LocalActorRef subscriber) => subscriber.SendSystemMessage(new Watch(subscriber, this));

        public void Unwatch(LocalActorRef subscriber) => subscriber.SendSystemMessage(new Unwatch(subscriber, this));
    }

    private sealed class UnhandledMessageLogger(ActorSystemImpl system) : MinimalActorRef
    {
        public override ActorPath Path { get; } = system.RootPath / "system" / "UnhandledMessageForwarder";

        public override ActorSystemImpl System => system;

        protected override void TellInternal(object message, IActorRef? sender)
        {
            if (message is not UnhandledMessage unhandled) return;
            var recipient = unhandled.Recipient;
            system.EventStream.Publish(new Debug(recipient.Path.ToString(), recipient.GetType(), $"Unhandled message from {unhandled.Sender.Path} : {unhandled.Message}"));
        }
    }
}
