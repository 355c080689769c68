using Akka.Actor;

namespace Akka.Event;

/// <summary>Who logs, as a name and a class.</summary>
public readonly struct LogSource
{
    private LogSource(string source, Type type)
    {
        Source = source;
        Type = type;
    }

    /// <summary>The name.</summary>
    public string Source { get; }

    /// <summary>The class.</summary>
    public Type Type { get; }

    /// <summary>A source with a name and a class.</summary>
    /// <param name="source">The name.</param>
    /// <param name="t">The class.</param>
    public static LogSource Create(string source, Type t) => new(source, t);

    /// <summary>The source of a context, a reference, a string, a class or an object.</summary>
    /// <param name="o">Which.</param>
    public static LogSource Create(object o) => o switch
    {
        IActorContext context => new LogSource(context.Self.Path.ToString(), context.Props.Type),
        IActorRef actor => new LogSource(actor.Path.ToString(), actor.GetType()),
        string text => new LogSource(text, typeof(DummyClassForStringSources)),
        Type type => new LogSource(type.Name, type),
        LogSource source => source,
        _ => new LogSource(o.GetType().Name, o.GetType()),
    };

    /// <summary>The source of a context, a reference, a string, a class or an object, with the system's name where it needs one.</summary>
    /// <param name="o">Which.</param>
    /// <param name="system">The system.</param>
    public static LogSource Create(object o, ActorSystem system)
    {
        var source = Create(o);
        return o is IActorContext or IActorRef or LogSource ? source : new LogSource($"{source.Source} ({system})", source.Type);
    }
}
