using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The top of the tree: the root, /user above all actors of the application, /system above those of the runtime.</summary>
internal static class Guardians
{
    public static (LocalActorRef Root, LocalActorRef User, LocalActorRef System) Create(ActorSystemImpl system)
    {
        var dispatcher = system.Dispatchers.DefaultGlobalDispatcher;
        var supervisor = new RootGuardianSupervisor(system);
        var rootProps = Props.CreateBy(new GuardianProducer(() => new RootGuardian()));
        var root = new LocalActorRef(system, rootProps, dispatcher, supervisor, system.RootPath);
        root.Cell.PrepareChildren();
        var user = root.Cell.AddGuardian(Props.CreateBy(new GuardianProducer(() => new UserGuardian())), "user");
        var systemGuardian = root.Cell.AddGuardian(Props.CreateBy(new GuardianProducer(() => new SystemGuardian(user))), "system");
        return (root, user, systemGuardian);
    }

    private sealed class GuardianProducer(Func<ActorBase> make) : IIndirectActorProducer
    {
        public Type ActorType => typeof(ActorBase);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}

/// <summary>Asks a guardian to stop one of its children.</summary>
internal sealed record StopChild(IActorRef Child);

internal abstract class Guardian : ActorBase
{
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated: Context.Stop(Self); break;
            case StopChild stop: Context.Stop(stop.Child); break;
            default: Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender); break;
        }

        return true;
    }
}

/// <summary>Ends when /system has.</summary>
internal sealed class RootGuardian : Guardian
{
    protected override void PreStart()
    {
        foreach (var child in Context.GetChildren())
        {
            if (child.Path.Name == "system") Context.Watch(child);
        }
    }

    protected override SupervisorStrategy SupervisorStrategy()
    {
        var log = Context.System.Log;
        return new OneForOneStrategy(cause =>
        {
            log.Error(cause, "Guardian failed. Shutting down system");
            return Directive.Stop;
        });
    }
}

/// <summary>Keeps its children through its own restart: nothing here restarts it.</summary>
internal sealed class UserGuardian : Guardian;

/// <summary>Ends when /user has, so that loggers outlive the application's actors.</summary>
internal sealed class SystemGuardian(IActorRef user) : Guardian
{
    protected override void PreStart() => Context.Watch(user);
}

/// <summary>Stands above the root: when the root has gone, the system has ended.</summary>
internal sealed class RootGuardianSupervisor(ActorSystemImpl system) : MinimalActorRef
{
    public override ActorPath Path { get; } = system.RootPath / "_Root-guardian-supervisor";

    public override ActorSystemImpl System => system;

    public override void SendSystemMessage(SystemMessage message)
    {
        switch (message)
        {
            case Failed failed:
                system.Log.Error(failed.Cause, "guardian {0} failed, shutting down!", failed.Child);
                failed.Child.Stop();
                break;
            case DeathWatchNotification: system.RootTerminated(); break;
            default: break;
        }
    }
}
