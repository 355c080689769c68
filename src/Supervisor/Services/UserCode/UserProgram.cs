using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Akka.Actor;
using HttpActors.Supervisor.Config;
using HttpActors.Supervisor.Hosting;

namespace HttpActors.Supervisor.Services.UserCode;

/// <summary>A class of a user's assembly as a service, in one of the three forms it may have.</summary>
internal sealed class UserProgram : IServiceProgram
{
    private readonly UserAssembly _assembly;
    private readonly object? _instance;
    private readonly ActorHandlerOptions _handling;

    private UserProgram(UserAssembly assembly, object? instance, Props? props, TimeSpan answerTimeout)
    {
        (_assembly, _instance, ActorProps) = (assembly, instance, props);
        _handling = new ActorHandlerOptions { Timeout = answerTimeout };
    }

    public Props? ActorProps { get; private set; }

    /// <exception cref="UsageException">There is no such file or class, or the class is not a service.</exception>
    internal static UserProgram Load(ServiceConfig config)
    {
        var path = config.FullPath("assembly");
        if (!File.Exists(path))
            throw new UsageException($"there is no assembly '{path}'; build it, or correct 'assembly' of the service '{config.Name}'");
        UserAssembly assembly;
        try
        {
            assembly = new UserAssembly(path);
        }
        catch (BadImageFormatException)
        {
            throw new UsageException($"'{path}' is not a .NET assembly; name the .dll that the build has made");
        }

        try
        {
            return Create(config, assembly);
        }
        catch
        {
            assembly.Unload();
            throw;
        }
    }

    public Task StartAsync(HttpServiceContext context, CancellationToken cancellationToken)
    {
        if (_instance is IHttpActorService actors)
            ActorProps = actors.CreateProps(context);
        return (_instance as IHttpService)?.StartAsync(context, cancellationToken) ?? Task.CompletedTask;
    }

    public ServiceHandler HandlerFor(IActorRef? actor) => actor is null
        ? ((IHttpService)_instance!).HandleAsync
        : (_, response) => ForwardAsync(response, actor);

    public Task StopAsync(CancellationToken cancellationToken) =>
        (_instance as IHttpService)?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public void Dispose()
    {
        try
        {
            if (_instance is IAsyncDisposable later)
                _ = later.DisposeAsync().AsTask();
            else
                (_instance as IDisposable)?.Dispose();
        }
        finally
        {
            // Only asks: the code goes once nothing of it is in use.
            _assembly.Unload();
        }
    }

    /// <summary>The library answers for an actor that fails or is late; to the supervisor both are failed requests.</summary>
    private async Task ForwardAsync(ServerResponse response, IActorRef actor)
    {
        var failed = false;
        response.Ended += () => failed = response.StatusCode is 500 or 503 or 504;
        await response.ForwardTo(actor, _handling);
        if (failed)
            throw new FailedAnswerException($"the actor's answer was {response.StatusCode}");
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Reasons.UserCode)]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = Reasons.UserCode)]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = Reasons.UserCode)]
    private static UserProgram Create(ServiceConfig config, UserAssembly assembly)
    {
        var name = config.Section.Text("class");
        var timeout = config.Section.Duration("answerTimeout");
        var type = assembly.Main.GetType(name) ?? throw new UsageException(Unknown(name, assembly.Main));
        if (typeof(ActorBase).IsAssignableFrom(type))
            return new UserProgram(assembly, null, Props.Create(type), timeout);
        if (!typeof(IHttpService).IsAssignableFrom(type) && !typeof(IHttpActorService).IsAssignableFrom(type))
            throw new UsageException($"the class {name} is no service; let it implement HttpActors.IHttpService or HttpActors.IHttpActorService, or derive from an Akka actor");
        if (type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null)
            throw new UsageException($"the class {name} cannot be made; give it a public constructor without parameters");
        return new UserProgram(assembly, Activator.CreateInstance(type), null, timeout);
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Reasons.UserCode)]
    private static string Unknown(string name, Assembly assembly)
    {
        var services = assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && (typeof(IHttpService).IsAssignableFrom(type) || typeof(IHttpActorService).IsAssignableFrom(type)))
            .Select(type => type.FullName!)
            .ToArray();
        var known = services.Length == 0 ? "it has no service" : $"its services are {string.Join(", ", services)}";
        return $"{assembly.GetName().Name} has no class '{name}'; {known}";
    }
}
