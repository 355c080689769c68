using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>
/// Stands between a system's log and its print-out and lets filters take events out. It takes them on the thread that
/// logs, so that a filter is in force from the moment it is set.
/// </summary>
internal sealed class TestEventListener : MinimalActorRef
{
    private static readonly ConditionalWeakTable<ActorSystem, TestEventListener> Listeners = [];

    private readonly ActorSystemImpl _system;
    private readonly StandardErrorLogger? _printer;
    private readonly LogLevel _printLevel;
    private IEventFilter[] _filters = [];

    private TestEventListener(ActorSystemImpl system)
    {
        _system = system;
        _printer = system.EventStream.RemoveDefaultLogger();
        _printLevel = Logging.LogLevelFor(system.Settings.StdoutLogLevel);
        for (var level = LogLevel.DebugLevel; level <= LogLevel.ErrorLevel; level++)
        {
            if (level >= system.EventStream.LogLevel) system.EventStream.Subscribe(this, level.ClassFor());
        }

        system.EventStream.Subscribe(this, typeof(DeadLetter));
    }

    public override ActorPath Path => _system.RootPath / "system" / "TestEventListener";

    public override ActorSystemImpl System => _system;

    public static TestEventListener For(ActorSystem system)
    {
        lock (Listeners)
        {
            if (Listeners.TryGetValue(system, out var known)) return known;
            var listener = new TestEventListener((ActorSystemImpl)system);
            Listeners.Add(system, listener);
            return listener;
        }
    }

    public void Mute(IReadOnlyList<IEventFilter> filters)
    {
        lock (Listeners) _filters = [.. _filters, .. filters];
    }

    public void Unmute(IReadOnlyList<IEventFilter> filters)
    {
        lock (Listeners) _filters = [.. _filters.Where(filter => !filters.Contains(filter))];
    }

    protected override void TellInternal(object message, IActorRef? sender)
    {
        switch (message)
        {
            case DeadLetter letter:
                IsFiltered(new Warning(letter.Recipient.Path.ToString(), letter.Recipient.GetType(), letter));
                break;
            case LogEvent logEvent when !IsFiltered(logEvent) && logEvent.LogLevel() >= _printLevel:
                _printer?.Tell(logEvent, ActorRefs.NoSender);
                break;
            default: break;
        }
    }

    private bool IsFiltered(LogEvent logEvent)
    {
        foreach (var filter in Volatile.Read(ref _filters))
        {
            if (filter.Apply(logEvent)) return true;
        }

        return false;
    }
}
