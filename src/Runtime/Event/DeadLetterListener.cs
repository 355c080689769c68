using Akka.Actor;

namespace Akka.Event;

/// <summary>Logs dead letters, unhandled and dropped messages at info level: so many, then none for a while.</summary>
internal sealed class DeadLetterListener(ActorSystemImpl system) : MinimalActorRef
{
    private readonly Lock _lock = new();
    private int _count;
    private TimeSpan? _suspendedUntil;

    public override ActorPath Path { get; } = system.RootPath / "system" / "deadLetterListener";

    public override ActorSystemImpl System => system;

    public static DeadLetterListener Start(ActorSystemImpl system)
    {
        var listener = new DeadLetterListener(system);
        system.EventStream.Subscribe(listener, typeof(DeadLetter));
        system.EventStream.Subscribe(listener, typeof(Dropped));
        system.EventStream.Subscribe(listener, typeof(UnhandledMessage));
        return listener;
    }

    protected override void TellInternal(object message, IActorRef? sender)
    {
        if (message is not AllDeadLetters { Message: not IDeadLetterSuppression } letter) return;
        string? note;
        lock (_lock) note = Count();
        if (note is not null) Log(letter, note);
    }

    /// <summary>What to say about the count, or null to say nothing.</summary>
    private string? Count()
    {
        var settings = system.Settings;
        _count++;
        if (settings.LogDeadLetters == int.MaxValue) return string.Empty;
        if (_suspendedUntil is { } until)
        {
            if (Clock.Elapsed < until) return null;
            var missed = _count - settings.LogDeadLetters - 1;
            _suspendedUntil = null;
            _count = 0;
            return $", of which {missed} were not logged. The counter will be reset now";
        }

        if (_count < settings.LogDeadLetters) return string.Empty;
        var pause = settings.LogDeadLettersSuspendDuration;
        _suspendedUntil = pause == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : Clock.Elapsed + pause;
        return pause == Timeout.InfiniteTimeSpan
            ? ", no more dead letters will be logged"
            : $", no more dead letters will be logged in next [{pause}]";
    }

    private void Log(AllDeadLetters letter, string note)
    {
        var origin = letter.Sender is null or DeadLetterActorRef ? string.Empty : $" from {letter.Sender}";
        var name = WrappedMessage.Unwrap(letter.Message).GetType().Name;
        var fate = letter switch
        {
            UnhandledMessage => "unhandled",
            Dropped dropped => "dropped. " + dropped.Reason,
            _ => "not delivered",
        };
        var text = $"Message [{name}]{origin} to {letter.Recipient} was {fate}. [{_count}] dead letters encountered{note}. "
            + "This logging can be turned off or adjusted with configuration settings 'akka.log-dead-letters' "
            + $"and 'akka.log-dead-letters-during-shutdown'. Message content: {letter.Message}";
        system.EventStream.Publish(new Info(letter.Recipient.Path.ToString(), letter.Recipient.GetType(), text));
    }
}
