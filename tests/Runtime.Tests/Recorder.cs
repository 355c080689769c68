using Akka.Actor;

namespace HttpActors.Runtime.Tests;

/// <summary>Reports what happens to it to a probe: hooks by name and instance, messages as they are.</summary>
public sealed class Recorder : UntypedActor
{
    private static int _instances;
    private readonly IActorRef _probe;
    private readonly Options _options;
    private readonly int _instance = Interlocked.Increment(ref _instances);

    public Recorder(IActorRef probe, Options? options = null)
    {
        _probe = probe;
        _options = options ?? new Options();
        _options.Made++;
        Report("ctor");
        if (_options.ConstructorThrows?.Invoke(_options.Made) == true) throw new InvalidOperationException("ctor");
    }

    protected override void PreStart()
    {
        Report("prestart");
        if (_options.PreStartThrows) throw new InvalidOperationException("prestart");
    }

    protected override void PostStop()
    {
        Report("poststop");
        if (_options.PostStopThrows) throw new InvalidOperationException("poststop");
    }

    protected override void PreRestart(Exception reason, object? message)
    {
        Report("prerestart:" + message);
        if (_options.PreRestartThrows) throw new InvalidOperationException("prerestart");
        if (_options.KeepChildren) return;
        base.PreRestart(reason, message);
    }

    protected override void PostRestart(Exception reason)
    {
        Report("postrestart:" + reason.Message);
        if (_options.PostRestartThrows) throw new InvalidOperationException("postrestart");
        base.PostRestart(reason);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Exception e: throw e;
            case Fail fail: throw new InvalidOperationException(fail.Why);
            case MakeChild make: Context.ActorOf(make.Props, make.Name); break;
            case WatchIt watch: Context.Watch(watch.Subject); break;
            case "self": _probe.Tell(Self); break;
            case "instance": _probe.Tell(_instance); break;
            default: _probe.Tell(message); break;
        }
    }

    private void Report(string what) => _probe.Tell(new Hook(_options.Name + what));

    public sealed record Hook(string What);

    public sealed record Fail(string Why)
    {
        public override string ToString() => Why;
    }

    public sealed record MakeChild(Props Props, string Name);

    public sealed record WatchIt(IActorRef Subject);

    public sealed class Options
    {
        public string Name { get; init; } = string.Empty;

        public int Made { get; set; }

        public Func<int, bool>? ConstructorThrows { get; init; }

        public bool PreStartThrows { get; init; }

        public bool PostStopThrows { get; init; }

        public bool PreRestartThrows { get; init; }

        public bool PostRestartThrows { get; init; }

        public bool KeepChildren { get; init; }
    }
}
