namespace HttpActors.Supervisor.Hosting;

/// <summary>
/// The handler of one listener: finds the service and hands over. Which table it reads is one reference that a reload
/// exchanges, so a request is routed wholly by the old configuration or wholly by the new one.
/// </summary>
internal sealed class RequestRouter(string listener, IRequestObserver observer)
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RouteTable? _table;

    internal ConnectionBook Connections { get; } = new(observer.Clock);

    /// <summary>From here on requests are routed so.</summary>
    internal void Use(RouteTable table)
    {
        Volatile.Write(ref _table, table);
        _opened.TrySetResult();
    }

    internal async Task HandleAsync(IncomingMessage request, ServerResponse response)
    {
        // Bound before the services of a new configuration have started: whoever came early waits for the change.
        if (Volatile.Read(ref _table) is null)
            await _opened.Task;

        var trail = new RequestTrail(listener, request, response, observer);
        response.Closed += trail.End;
        Connections.Enter(trail);
        if (Enter(request) is not ({ } slot, var open))
        {
            response.StatusCode = 404;
            response.SetHeader("Content-Type", "text/plain; charset=utf-8");
            response.End("404 Not Found: no service is routed here.\n");
            return;
        }

        trail.Slot = slot;
        if (open is null)
            slot.Refuse(response);
        else
            await RunAsync(trail, slot, open);
    }

    /// <summary>The service's place in the routing and its run; no place: no route; no run: it is down.</summary>
    private (ServiceSlot? Slot, ServiceSlot.OpenRun? Open) Enter(IncomingMessage request)
    {
        var host = request.Headers.Get("host");
        while (true)
        {
            var table = Volatile.Read(ref _table)!;
            if (table.Find(host, request.Url) is not { } slot)
                return default;
            var open = slot.TryEnter();

            // Closed between the look and the entry, because a reload has put another in its place.
            if (open is not null || !slot.IsReplaced || ReferenceEquals(Volatile.Read(ref _table), table))
                return (slot, open);
        }
    }

    private static async Task RunAsync(RequestTrail trail, ServiceSlot slot, ServiceSlot.OpenRun open)
    {
        trail.Holds(slot);
        try
        {
            await open.Handler(trail.Request, trail.Response);
        }
        catch (Exception error) when (!trail.Request.Aborted.IsCancellationRequested)
        {
            // What throws because its client has left says nothing about the service.
            trail.Fail(error);
            slot.ReportFailure(open.Run, error);
            if (error is not FailedAnswerException)
                throw;
        }
    }
}
