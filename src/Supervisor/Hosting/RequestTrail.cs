namespace HttpActors.Supervisor.Hosting;

/// <summary>Hears of every request once it is over.</summary>
internal interface IRequestObserver
{
    TimeProvider Clock { get; }

    void OnStarted(RequestTrail trail);

    void OnEnded(RequestTrail trail);
}

/// <summary>What is remembered of a request from its routing to its end. One thread at a time: its connection's turn.</summary>
internal sealed class RequestTrail
{
    private readonly IRequestObserver _observer;
    private readonly long _started;
    private ServiceSlot? _held;
    private Exception? _error;
    private bool _isOver;

    internal RequestTrail(string listener, IncomingMessage request, ServerResponse response, IRequestObserver observer)
    {
        (Listener, Request, Response, _observer) = (listener, request, response, observer);
        _started = observer.Clock.GetTimestamp();
        StartedAt = observer.Clock.GetUtcNow();
    }

    internal string Listener { get; }

    internal IncomingMessage Request { get; }

    internal ServerResponse Response { get; }

    internal DateTimeOffset StartedAt { get; }

    /// <summary>Where it was routed; null: nowhere.</summary>
    internal ServiceSlot? Slot { get; set; }

    internal TimeSpan Duration { get; private set; }

    /// <summary>A service took it.</summary>
    internal bool WasHandled { get; private set; }

    /// <summary>Of the answer; 500 where a handler threw before there was one.</summary>
    internal int StatusCode => _error is not null && !Response.HeadersSent ? 500 : Response.StatusCode;

    /// <summary>Octets of the body that the operating system took, framing not counted; of an answer that was broken off nearly so.</summary>
    internal long Size { get; private set; }

    /// <summary>The connection's entry in the tree.</summary>
    internal OpenConnection? Connection { get; set; }

    /// <summary>The type of what the handler threw; null: nothing.</summary>
    internal string? ErrorType => _error?.GetType().FullName;

    /// <summary>The answer did not reach its end.</summary>
    internal bool IsBroken => !Response.IsFinished && _error is null;

    internal void Holds(ServiceSlot slot)
    {
        _held = slot;
        WasHandled = true;
        _observer.OnStarted(this);
        if (_isOver)
            Release();
    }

    internal void Fail(Exception error) => _error ??= error;

    internal void End()
    {
        if (_isOver)
            return;
        _isOver = true;
        Duration = _observer.Clock.GetElapsedTime(_started);

        // What never left is at the end of what was written: nothing is written behind a response that is not over.
        Size = Response.IsFinished ? Response.BodyBytesWritten : Math.Max(0, Response.BodyBytesWritten - Response.BufferedBytes);
        Connection?.Leave(this);
        _observer.OnEnded(this);
        Release();
    }

    private void Release()
    {
        _held?.Leave();
        _held = null;
    }
}
