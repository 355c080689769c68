namespace Akka.Actor;

/// <summary>Replaces the scheduler; the TestKit brings virtual time with it.</summary>
internal sealed class SchedulerSetup(Func<ActorSystem, IScheduler> factory) : Setup.Setup
{
    public IScheduler Create(ActorSystem system) => factory(system);
}
