using HttpActors;

/// <summary>A service of yours. A file named "broken" beside the configuration breaks it, to watch what happens then.</summary>
public sealed class Greeter : IHttpService
{
    private string _greeting = "";
    private string _breaker = "";

    public Task StartAsync(HttpServiceContext context, CancellationToken cancellationToken)
    {
        _greeting = context.Settings["greeting"];
        _breaker = Path.Combine(context.BaseDirectory, "broken");
        return File.Exists(_breaker) ? throw new InvalidOperationException("cannot start: somebody broke me") : Task.CompletedTask;
    }

    public Task HandleAsync(IncomingMessage request, ServerResponse response)
    {
        if (File.Exists(_breaker))
            throw new InvalidOperationException("cannot greet: somebody broke me");
        response.SetHeader("Content-Type", "text/plain; charset=utf-8");
        response.End($"{_greeting}, {request.Socket!.RemoteEndPoint}!\n");
        return Task.CompletedTask;
    }
}
