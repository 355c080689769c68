using Akka.Actor;
using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Hosting;

/// <summary>Makes what a service runs; called at each start, so that nothing of a failed run is used again.</summary>
internal delegate IServiceProgram ProgramFactory(ServiceConfig config, HttpServiceContext context);

/// <summary>What a service runs, whether ours or a user's.</summary>
internal interface IServiceProgram : IDisposable
{
    /// <summary>The actor that answers; null: <see cref="HandlerFor"/> needs none.</summary>
    Props? ActorProps { get; }

    Task StartAsync(HttpServiceContext context, CancellationToken cancellationToken);

    ServiceHandler HandlerFor(IActorRef? actor);

    Task StopAsync(CancellationToken cancellationToken);
}
