using HttpActors.Actors.Turns;
using HttpActors.Protocol;

namespace HttpActors.Actors.Client;

/// <summary>The request half.</summary>
internal sealed partial class ClientExchange
{
    private Queue<TurnWork>? _early;
    private long _earlyBytes;
    private ReadOnlyMemory<byte> _whole;
    private Action<Exception?>? _endCallback;
    private bool _isWhole;
    private bool _wasWritten;
    private bool _begun;
    private bool _drainWanted;
    private bool _writingOver;
    private ClientConnection? _endedOn;
    private long _startOffset;
    private long _contentOffset;
    private long _endOffset = long.MaxValue;

    /// <inheritdoc/>
    public override bool IsSent => _endedOn is { } connection && connection.FlushedBytes >= Volatile.Read(ref _endOffset);

    /// <inheritdoc/>
    public override long BufferedBytes =>
        Interlocked.Read(ref _earlyBytes) + (Volatile.Read(ref _begun) && _carrier is { } connection ? connection.BufferedBytes : 0);

    private bool TakesMore => BufferedBytes < HighWaterMark && _carrier is not { HasSentItsShare: true };

    /// <inheritdoc/>
    public override int HighWaterMark => Agent.Settings.HighWaterMark;

    private bool RequestEnded => Volatile.Read(ref _endOffset) != long.MaxValue;

    private bool ActsAtOnce => Volatile.Read(ref _begun) && _carrier is { ActsAtOnce: true };

    /// <inheritdoc/>
    public override void FlushHead()
    {
        if (ActsAtOnce)
        {
            SendHeadInTurn(null);
        }
        else
        {
            PostOrKeep(new HeadWork(this), 0);
        }
    }

    /// <inheritdoc/>
    public override bool Write(ReadOnlySpan<byte> data, Action<Exception?>? callback)
    {
        _wasWritten = true;
        CountContent(data.Length, ends: false);
        if (BufferedBytes > Agent.Settings.MaxBufferedBytes)
        {
            Reject(callback, Gone());
            Destroy(ClientErrors.For(this, CloseReason.OutputLimit, null));
            return false;
        }

        if (ActsAtOnce)
        {
            WriteInTurn(data, callback);
        }
        else
        {
            PostOrKeep(new WriteWork(this, data.ToArray(), callback), data.Length);
        }

        if (TakesMore)
        {
            return true;
        }

        // Asked again after the wish is visible: the turn may have sent everything in between.
        Interlocked.Exchange(ref _drainWanted, true);
        return TakesMore;
    }

    /// <inheritdoc/>
    public override void End(ReadOnlyMemory<byte> data, Action<Exception?>? callback)
    {
        CountContent(data.Length, ends: true);
        if (ActsAtOnce)
        {
            EndInTurn(data.Span, callback);
        }
        else
        {
            PostOrKeep(new EndWork(this, data.ToArray(), callback), data.Length);
        }
    }

    /// <summary>Ends the request before it is submitted, with all its content; it can be sent again then.</summary>
    public void EndWhole(ReadOnlyMemory<byte> data, Action<Exception?>? callback)
    {
        _whole = data;
        _endCallback = callback;
        _isWhole = true;
    }

    /// <summary>No more of the request will be taken, whatever becomes of the response: who waits to write is told. In turn.</summary>
    public void OnWritingOver()
    {
        if (!RequestEnded)
        {
            Volatile.Write(ref _writingOver, true);
            Guarded(static (exchange, gone) => exchange.Party.OnWritingOver(gone), Gone());
        }
    }

    /// <inheritdoc/>
    public override void FollowLate() => PostOrKeep(new FollowWork(this), 0);

    /// <inheritdoc/>
    public override void OnDrained()
    {
        if (Volatile.Read(ref _drainWanted) && Interlocked.Read(ref _earlyBytes) == 0)
        {
            Volatile.Write(ref _drainWanted, false);
            Guarded(static (exchange, _) => exchange.Party.OnDrained(), 0);
        }
    }

    /// <summary>
    /// Whether sending it again cannot do anything twice: nothing of it has left, or its method is idempotent, or none of
    /// its content has left (RFC 9110 section 9.2.2). In turn.
    /// </summary>
    public bool CanRepeat(long flushed)
    {
        if (!_isWhole || _wasWritten || NeedsFresh || IsOver)
        {
            return false;
        }

        return flushed <= _startOffset || IsIdempotent(Party.Method) || (!_whole.IsEmpty && flushed <= _contentOffset);
    }

    private static bool IsIdempotent(string method) => method is
        HttpMethods.Get or HttpMethods.Head or HttpMethods.Put or HttpMethods.Delete or HttpMethods.Options or HttpMethods.Trace;

    private void ResetForRepeat()
    {
        Volatile.Write(ref _endOffset, long.MaxValue);
        _endedOn = null;
    }

    private void BeginSending(ClientConnection connection)
    {
        _startOffset = _contentOffset = connection.StagedBytes;
        Queue<TurnWork>? early;
        lock (Gate)
        {
            Volatile.Write(ref _begun, true);
            early = _early;
            _early = null;
        }

        StartTimer();
        _setup?.Invoke(connection);
        try
        {
            if (_isWhole)
            {
                EndInTurn(_whole.Span, _endCallback);
            }

            while (early is not null && early.TryDequeue(out var work))
            {
                work.Run();
            }
        }
        catch (Exception error)
        {
            connection.OnUserCodeFailed(this, error);
        }
    }

    private void PostOrKeep(TurnWork work, int bytes)
    {
        lock (Gate)
        {
            if (!_begun && !IsOver)
            {
                Interlocked.Add(ref _earlyBytes, bytes);
                (_early ??= new Queue<TurnWork>()).Enqueue(work);
                return;
            }
        }

        if (_turns is { } connection)
        {
            Interlocked.Add(ref _earlyBytes, bytes);
            connection.Post(work);
        }
        else
        {
            Interlocked.Add(ref _earlyBytes, bytes);
            ThreadPool.UnsafeQueueUserWorkItem(static late => late.Run(), work, preferLocal: false);
        }
    }

    /// <summary>Those who wrote before there was a connection are told that there will be none.</summary>
    private void FailEarly()
    {
        Queue<TurnWork>? early;
        lock (Gate)
        {
            early = _early;
            _early = null;
        }

        while (early is not null && early.TryDequeue(out var work))
        {
            work.Run();
        }

        if (!RequestEnded && _endCallback is not null)
        {
            Guarded(static (exchange, error) => exchange._endCallback!(error), _failure);
        }
    }

    private void SendHeadInTurn(long? bodyLength)
    {
        var connection = _carrier!;
        if (IsOver || _wireOver || connection.Session.HeadSent)
        {
            return;
        }

        ApplyLimits(connection);
        var settings = Agent.Settings;
        connection.Session.SendHead(new RequestHeadSpec
        {
            Method = Party.Method,
            Target = Party.Target,
            Host = Party.HostField,
            Fields = Party.Fields,
            BodyLength = bodyLength,
            Omit = Party.Omit,
            Close = Settings.Close || !settings.KeepAlive
                || (settings.MaxRequestsPerSocket > 0 && connection.Session.RequestCount >= settings.MaxRequestsPerSocket),
        });
        _contentOffset = connection.StagedBytes;
    }

    private void WriteInTurn(ReadOnlySpan<byte> data, Action<Exception?>? callback)
    {
        if (IsOver || _wireOver || RequestEnded || _carrier!.TakesNothing)
        {
            Reject(callback, Gone());
            return;
        }

        SendHeadInTurn(null);
        var connection = _carrier;
        connection.Session.SendData(data);
        if (callback is not null)
        {
            connection.WhenFlushed(this, callback);
        }

        connection.FlushIfLarge();
    }

    private void EndInTurn(ReadOnlySpan<byte> data, Action<Exception?>? callback)
    {
        if (IsOver || _wireOver || RequestEnded || _carrier!.TakesNothing)
        {
            Reject(callback, Gone());
            return;
        }

        var connection = _carrier;
        var trailers = Party.Trailers;
        SendHeadInTurn(trailers.IsEmpty ? data.Length : null);
        connection.Session.CheckEnd(data.Length);
        connection.Session.SendData(data);
        connection.Session.SendEnd(trailers);
        _endedOn = connection;
        Volatile.Write(ref _endOffset, connection.StagedBytes);
        if (Party.FollowsFinish)
        {
            FollowFinish(connection);
        }

        if (callback is not null)
        {
            connection.WhenFlushed(this, callback);
        }

        connection.Session.OnRequestEnded();
    }

    private bool _finishFollowed;

    private void FollowFinish(ClientConnection connection)
    {
        if (!_finishFollowed)
        {
            _finishFollowed = true;
            connection.WhenFlushed(this, FinishParty);
        }
    }

    private void FinishParty(Exception? error)
    {
        if (error is null)
        {
            Party.OnFinished();
        }
        else
        {
            // On a connection that died; the next one may do better.
            _finishFollowed = false;
        }
    }

    /// <summary>Tells a callback in a turn of its own, never inside the call that brought it.</summary>
    private void Reject(Action<Exception?>? callback, Exception error)
    {
        if (callback is not null)
        {
            CallLater(() => callback(error));
        }
    }

    private Exception Gone() =>
        _failure ?? new HttpStateException("ERR_STREAM_DESTROYED", "Cannot write: the request is over.");
}
