namespace HttpActors;

/// <summary>
/// A service that a host such as <c>httpactors run</c> starts, supervises and stops. It needs a constructor without
/// parameters. A service that implements <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/> is disposed last.
/// </summary>
public interface IHttpService
{
    /// <summary>Makes the service ready. Requests come after it has completed; what it throws is a failed start.</summary>
    /// <param name="context">The service's name and settings.</param>
    /// <param name="cancellationToken">The start has taken too long, or the service is to stop.</param>
    /// <returns>Completes when requests may come.</returns>
    Task StartAsync(HttpServiceContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Answers a request, in its connection's turn: connections run in parallel, so what they share needs care.</summary>
    /// <param name="request">The request; its body arrives while and after this runs.</param>
    /// <param name="response">The response; the exchange lasts until it is ended.</param>
    /// <returns>Completes when the handler is done. What it throws costs the exchange and counts as a failure of the service.</returns>
    Task HandleAsync(IncomingMessage request, ServerResponse response);

    /// <summary>Releases what the service holds. Its requests have ended, or had their time.</summary>
    /// <param name="cancellationToken">The stop has taken too long.</param>
    /// <returns>Completes when all is released.</returns>
    Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
