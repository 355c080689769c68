using System.Buffers;
using Akka.Event;
using HttpActors.Actors.Telemetry;
using HttpActors.Actors.Turns;
using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>
/// One request and its response, as the stream of a connection publishes them.
/// </summary>
/// <remarks>
/// Members that say "any thread" act at once in the connection's turn and travel there otherwise, in the order of the
/// calls; everything else runs in the turn.
/// </remarks>
internal sealed partial class ServerExchange(ServerConnection connection, RequestHead request) : MessageExchange
{
    private IBodyReceiver? _receiver;
    private BodyDemand _demand = BodyDemand.Flow;
    private bool _full;
    private bool _requestComplete = !request.HasBody;
    private bool _endDelivered;
    private bool _claimed;
    private Exception? _failure;
    private ExchangeExtras? _extras;
    private bool _over;

    public ServerConnection Connection => connection;

    /// <inheritdoc/>
    public override Connection Carrier => connection;

    protected override ITurnOwner Owner => connection;

    /// <summary>What is observed of it; null while nobody listens.</summary>
    public ServerExchangeTelemetry? Telemetry => _extras?.Telemetry;

    private ExchangeExtras Extras => _extras ??= new ExchangeExtras();

    public RequestHead Request => request;

    /// <inheritdoc/>
    public override bool JoinsDuplicates => connection.Settings.JoinDuplicateHeaders;

    /// <summary>Response fields whose values make one line; null: none.</summary>
    public IReadOnlyCollection<string>? UniqueHeaders => connection.Settings.UniqueHeaders;

    /// <summary>How the request is to be taken.</summary>
    public RequestKind Kind { get; set; }

    /// <summary>The facade's objects; set by whoever takes the exchange from the stream.</summary>
    public IExchangeParty? Party { get; set; }

    /// <inheritdoc/>
    public override bool IsReceived => Volatile.Read(ref _requestComplete);

    /// <summary>What the receiver wants; an unclaimed body is thrown away once the response is complete.</summary>
    public BodyDemand BodyDemand => _receiver is not null ? (_full ? BodyDemand.None : _demand)
        : !_claimed && ResponseEnded ? BodyDemand.Discard
        : BodyDemand.None;

    /// <inheritdoc/>
    public override void Receive(IBodyReceiver receiver)
    {
        _claimed = true;
        RunInTurn(new ReceiveWork(this, receiver));
    }

    /// <inheritdoc/>
    public override void SetDemand(BodyDemand demand) => RunInTurn(new DemandWork(this, demand));

    /// <inheritdoc/>
    public override void SetFull(bool full) => RunInTurn(new FullWork(this, full));

    /// <summary>Whether <paramref name="error"/> only says that this exchange was cut off before.</summary>
    public bool IsEcho(Exception error) => _failure is not null
        && (error is HttpException or OperationCanceledException or HttpStateException { Code: "ERR_STREAM_DESTROYED" });

    /// <inheritdoc/>
    public override void SetTimeout(TimeSpan time) => RunInTurn(new TimeoutWork(this, time));

    /// <summary>Nobody reads the body any more: it is thrown away once the response is complete. Any thread.</summary>
    public override void Abandon() => RunOrPost(new AbandonWork(this));

    /// <inheritdoc/>
    public override void WhenOver(Action<Exception?> callback) => connection.Post(new WhenOverWork(this, callback));

    /// <inheritdoc/>
    public override void CallLater(Action callback) => connection.Post(new CallWork(this, callback));

    /// <inheritdoc/>
    public override void Destroy(Exception? error = null) => RunOrPost(new DestroyWork(this));

    /// <inheritdoc/>
    public override void FailHandler(Exception error) => connection.Post(new FailedWork(this, error));

    public void DeliverBody(ReadOnlySequence<byte> data)
    {
        using (connection.EnterUserCode(this))
        {
            _receiver?.OnData(data);
        }
    }

    public void OnRequestComplete(FieldSection trailers)
    {
        if (trailers.Count > 0)
        {
            Extras.Trailers = trailers;
        }

        Volatile.Write(ref _requestComplete, true);
        DeliverPending();
    }

    /// <inheritdoc/>
    public override void DeliverPending()
    {
        if (!_requestComplete || _endDelivered || _receiver is null || _demand == BodyDemand.None)
        {
            return;
        }

        _endDelivered = true;
        Guarded(static exchange =>
        {
            exchange.Party?.OnRequestComplete(exchange._extras?.Trailers ?? default);
            exchange._receiver!.OnEnd();
        });
    }

    /// <summary>Nobody took the request from the stream: it is refused, for silence would look like a hanging server.</summary>
    public void EnsureHeard()
    {
        if (Party is null && !_over)
        {
            connection.Server.Log.Write(ServerEvent.RequestUnheard, null);
            Party = new Unheard();
            End("503 Service Unavailable: no request listener\n"u8.ToArray(), null);
        }
    }

    /// <summary>The connection was taken over: there will be no response, and nothing more of the request.</summary>
    public void Detach() => _over = true;

    /// <summary>Both halves are complete on the wire.</summary>
    public void OnEnded()
    {
        DeliverPending();
        _over = true;
        Telemetry?.Stop(Party!.StatusCode, CloseReason.None);
        if (Volatile.Read(ref _drainWanted))
        {
            connection.WhenFlushed(this, EndDrain);
        }

        if (!_partyFollows && Party is { FollowsEnd: true })
        {
            // Somebody began to follow between the end and now.
            _partyFollows = true;
            connection.WhenFlushed(this, FinishParty);
        }

        if (_partyFollows)
        {
            connection.WhenFlushed(this, Party!.OnClosed);
        }

        _extras?.OverCallbacks?.ForEach(callback => connection.WhenFlushed(this, callback));
    }

    /// <summary>The exchange will never be complete; the session answers with <paramref name="answer"/>, 0: not at all.</summary>
    public void Fail(CloseReason reason, string detail, int answer)
    {
        if (_over)
        {
            return;
        }

        _over = true;
        Volatile.Write(ref _failure, CloseErrors.For(reason, detail));
        Telemetry?.Stop(answer == 0 && connection.Session.ResponseStarted ? Party!.StatusCode : answer, reason);
        if (_receiver is not null && !_endDelivered)
        {
            Guarded(static exchange => exchange._receiver!.OnFailed(exchange._failure!));
        }

        if (ResponseEnded && !IsSent && !connection.IsOver)
        {
            // The response still goes out whole: its finish comes before the close.
            connection.WhenFlushed(this, _ => TellFailure());
        }
        else
        {
            TellFailure();
        }
    }

    /// <summary>Begins to be observed, if anybody listens; inside the scope of its user code.</summary>
    public void Observe()
    {
        if (HttpInstruments.ServerExchangesAreObserved)
        {
            Extras.Telemetry = new ServerExchangeTelemetry(this);
        }
    }

    public override void OnEntered() => Telemetry?.Enter();

    protected override void OnContinuationFailed(Exception error) => connection.OnUserCodeFailed(this, error);

    private void TellFailure()
    {
        Guarded(static exchange => exchange.Party?.OnClosed(exchange._failure));
        _extras?.OverCallbacks?.ForEach(callback => Guarded(exchange => callback(exchange._failure)));
    }

    /// <summary>The exchange was over before somebody asked for its body.</summary>
    private void AnswerLateReceiver()
    {
        _endDelivered = true;
        if (_failure is null && !request.HasBody)
        {
            _receiver!.OnEnd();
            return;
        }

        _receiver!.OnFailed(_failure ?? new HttpException(
            "ERR_HTTP_BODY_DISCARDED", "The body was thrown away: the response was complete before anybody took it."));
    }

    private void Guarded(Action<ServerExchange> call)
    {
        try
        {
            using (connection.EnterUserCode(this))
            {
                call(this);
            }
        }
        catch (Exception error)
        {
            connection.OnUserCodeFailed(this, error);
        }
    }

    /// <summary>For what has no order to keep with octets of other threads.</summary>
    private void RunInTurn(TurnWork work)
    {
        if (connection.InTurn && !_over)
        {
            work.Run();
        }
        else
        {
            connection.Post(work);
        }
    }

    private void RunOrPost(TurnWork work)
    {
        if (connection.ActsAtOnce)
        {
            work.Run();
        }
        else
        {
            connection.Post(work);
        }
    }
}
