using Akka.Actor;
using HttpActors.Supervisor.Hosting;

namespace HttpActors.Supervisor.Services;

/// <summary>A service that is nothing but a handler.</summary>
internal sealed class HandlerProgram(ServiceHandler handler) : IServiceProgram
{
    public Props? ActorProps => null;

    public Task StartAsync(HttpServiceContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public ServiceHandler HandlerFor(IActorRef? actor) => handler;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }
}
