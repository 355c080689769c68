using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Akka.Actor;
using HttpActors.Actors.Server;
using HttpActors.Actors.Telemetry;

namespace HttpActors.ActorHandlers;

/// <summary>
/// One request on its way to an actor and back: 504 when the answer is late, 503 when the actor is gone, 500 when it
/// answers with a failure or with something unknown.
/// </summary>
internal sealed class ActorForwarding(ServerResponse response, IActorRef actor, ActorHandlerOptions options)
{
    private readonly IncomingMessage _request = response.Request;
    private readonly ServerContext _server = ((ServerExchange)response.Request.Exchange).Connection.Server;

    public async Task RunAsync()
    {
        try
        {
            var message = await ReadRequestAsync().ConfigureAwait(true);
            Send(await AskAsync(message).ConfigureAwait(true));
        }
        catch (HttpException tooLarge) when (tooLarge.Code == "ERR_HTTP_BODY_TOO_LARGE")
        {
            response.SetHeader("Connection", "close");
            Refuse(413, tooLarge.Message);
        }
        catch (Exception) when (_request.Aborted.IsCancellationRequested)
        {
            // The client left: there is nobody to answer.
        }
        catch (SilentException silent)
        {
            _server.Log.Write(ServerEvent.ActorSilent, null, actor.Path, silent.Message, silent.StatusCode);
            Refuse(silent.StatusCode, silent.Message);
        }
        catch (Exception error)
        {
            _server.Log.Write(ServerEvent.ActorAnswerFailed, error, actor.Path, error.Message, 500);
            Refuse(500, "The actor failed to answer.");
        }
    }

    private async Task<HttpActorRequest> ReadRequestAsync()
    {
        var body = await _request.ReadAllAsync(options.MaxBodySize, _request.Aborted).ConfigureAwait(true);
        return new HttpActorRequest
        {
            Method = _request.Method!,
            Url = _request.Url,
            HttpVersion = _request.HttpVersion.ToString(2),
            Headers = [.. _request.RawHeaders],
            Body = ImmutableCollectionsMarshal.AsImmutableArray(body),
            Trailers = [.. _request.Trailers.Raw],
            RemoteAddress = _request.Socket!.RemoteEndPoint?.ToString(),
            TraceParent = Activity.Current?.Id,
        };
    }

    private async Task<object> AskAsync(HttpActorRequest message)
    {
        // On the server's clock, not the actor system's, so that all its times move together.
        using var late = new CancellationTokenSource(options.Timeout, _server.Time);
        var gone = _server.Handlers.DeathOf(actor);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, gone, _request.Aborted);
        try
        {
            return await actor.Ask<object>(message, end.Token).ConfigureAwait(true);
        }
        catch (Exception error) when (error is OperationCanceledException or AskTimeoutException)
        {
            throw gone.IsCancellationRequested
                ? new SilentException(503, "The actor is gone.")
                : new SilentException(504, $"The actor did not answer within {options.Timeout.TotalSeconds:0.###} s.");
        }
    }

    private void Send(object answer)
    {
        switch (answer)
        {
            case HttpActorResponse known:
                response.WriteHead(known.StatusCode, known.Reason, WithoutFraming(known.Headers));
                response.End(known.Body.AsMemory());
                break;
            case Akka.Actor.Status.Failure failure:
                throw failure.Cause ?? new InvalidOperationException("Status.Failure without a cause.");
            default:
                throw new InvalidOperationException(
                    $"An actor answers with {nameof(HttpActorResponse)}, not with {answer?.GetType().FullName ?? "null"}.");
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> WithoutFraming(ImmutableArray<KeyValuePair<string, string>> lines) =>
        lines.Where(line => !line.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
            && !line.Key.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase));

    private void Refuse(int statusCode, string why)
    {
        if (response.HeadersSent)
        {
            response.Destroy();
            return;
        }

        response.StatusCode = statusCode;
        response.SetHeader("Content-Type", "text/plain; charset=utf-8");
        response.End($"{statusCode} {Http.StatusCodes[statusCode]}: {why}\n");
    }

    /// <summary>No answer came.</summary>
    private sealed class SilentException(int statusCode, string message) : Exception(message)
    {
        public int StatusCode => statusCode;
    }
}
