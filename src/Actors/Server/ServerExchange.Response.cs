using Akka.Event;
using HttpActors.Actors.Telemetry;
using HttpActors.Actors.Turns;
using HttpActors.Protocol;

namespace HttpActors.Actors.Server;

/// <summary>The response half.</summary>
internal sealed partial class ServerExchange
{
    private bool _partyFollows;
    private bool _drainWanted;
    private long _endOffset = long.MaxValue;

    /// <inheritdoc/>
    public override bool IsClosed => Volatile.Read(ref _failure) is not null;

    /// <inheritdoc/>
    public override bool IsSent => connection.FlushedBytes >= Volatile.Read(ref _endOffset);

    /// <summary>Any thread.</summary>
    public bool ResponseEnded => Volatile.Read(ref _endOffset) != long.MaxValue;

    /// <inheritdoc/>
    public override long BufferedBytes => connection.BufferedBytes;

    /// <inheritdoc/>
    public override int HighWaterMark => connection.Settings.HighWaterMark;

    /// <summary>Sends 1xx. Any thread.</summary>
    public void SendInformational(int statusCode, HeaderField[] fields, Action<Exception?>? callback = null) =>
        RunOrPost(new InformationalWork(this, statusCode, fields, callback));

    /// <inheritdoc/>
    public override void FlushHead()
    {
        if (connection.ActsAtOnce)
        {
            SendHeadInTurn(null);
        }
        else
        {
            connection.Post(new HeadWork(this));
        }
    }

    /// <inheritdoc/>
    public override bool Write(ReadOnlySpan<byte> data, Action<Exception?>? callback)
    {
        if (connection.BufferedBytes > connection.Settings.MaxBufferedBytes)
        {
            Reject(callback, Gone());
            connection.Post(new OverflowWork(connection));
            return false;
        }

        if (connection.ActsAtOnce)
        {
            WriteInTurn(data, callback);
        }
        else
        {
            connection.CountPosted(data.Length);
            connection.Post(new WriteWork(this, data.ToArray(), callback));
        }

        if (connection.TakesMore)
        {
            return true;
        }

        // Asked again after the wish is visible: the turn may have sent everything in between.
        Interlocked.Exchange(ref _drainWanted, true);
        return connection.TakesMore;
    }

    /// <inheritdoc/>
    public override void End(ReadOnlyMemory<byte> data, Action<Exception?>? callback)
    {
        if (connection.ActsAtOnce)
        {
            EndInTurn(data.Span, callback);
        }
        else
        {
            connection.CountPosted(data.Length);
            connection.Post(new EndWork(this, data.ToArray(), callback));
        }
    }

    /// <inheritdoc/>
    public override void OnDrained()
    {
        if (Volatile.Read(ref _drainWanted))
        {
            Volatile.Write(ref _drainWanted, false);
            Guarded(static exchange => exchange.Party?.OnDrained());
        }
    }

    private void WriteInTurn(ReadOnlySpan<byte> data, Action<Exception?>? callback)
    {
        if (_over || ResponseEnded)
        {
            Reject(callback, Gone());
            return;
        }

        CheckAllowed(data);
        SendHeadInTurn(null);
        SendBody(Party!.StrictContentLength ? data : Fit(data));
        if (callback is not null)
        {
            connection.WhenFlushed(this, callback);
        }

        connection.FlushIfLarge();
    }

    private void EndInTurn(ReadOnlySpan<byte> data, Action<Exception?>? callback)
    {
        if (_over || ResponseEnded)
        {
            Reject(callback, Gone());
            return;
        }

        CheckAllowed(data);
        if (!_claimed)
        {
            connection.Session.GiveUpContent();
        }

        var trailers = Party!.Trailers;
        if (!Party.StrictContentLength && DeclaresLength)
        {
            SendHeadInTurn(null);
            data = Fit(data);
            if (connection.Session.ContentLeft > data.Length)
            {
                EndShort(data, callback);
                return;
            }
        }

        SendHeadInTurn(trailers.IsEmpty ? data.Length : null);
        connection.Session.CheckEnd(data.Length);
        SendBody(data);
        connection.Session.SendEnd(trailers);
        Volatile.Write(ref _endOffset, connection.StagedBytes);
        _partyFollows = Party.FollowsEnd;
        if (_partyFollows)
        {
            connection.WhenFlushed(this, FinishParty);
        }

        if (callback is not null)
        {
            connection.WhenFlushed(this, callback);
        }

        connection.Session.OnResponseEnded();
    }

    /// <inheritdoc/>
    public override void FollowLate() => connection.Post(new FollowWork(this));

    private void FollowLateInTurn()
    {
        if (!ResponseEnded || _partyFollows || _failure is not null)
        {
            return;
        }

        _partyFollows = true;
        connection.WhenFlushed(this, FinishParty);
        if (_over)
        {
            connection.WhenFlushed(this, Party!.OnClosed);
        }
    }

    /// <summary>Who waits for the drain of a response that is over need not wait for the next exchange's.</summary>
    private void EndDrain(Exception? error)
    {
        if (error is null)
        {
            OnDrained();
        }
        else
        {
            Party!.OnDrainFailed(error);
        }
    }

    private void FinishParty(Exception? error)
    {
        if (error is null)
        {
            Party!.OnFinished();
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

    private void SendHeadInTurn(long? bodyLength)
    {
        var session = connection.Session;
        if (session.ResponseStarted || _over)
        {
            return;
        }

        var party = Party!;
        var settings = connection.Settings;
        session.SendHead(new ResponseHeadSpec
        {
            StatusCode = party.StatusCode,
            ReasonPhrase = party.StatusMessage,
            Fields = party.Fields,
            BodyLength = bodyLength,
            Omit = party.Omit,
            Date = connection.Server.Clock.Date,
            Close = connection.Server.IsDraining,
            AnnounceClose = session.IsAtRequestLimit,
            KeepAliveMaxRequests = settings.MaxRequestsPerSocket,
            KeepAliveTimeoutSeconds = settings.KeepAliveTimeoutSeconds,
        });
    }

    private Exception Gone() =>
        _failure ?? new HttpStateException("ERR_STREAM_DESTROYED", "Cannot write: the response is over.");

    private sealed class InformationalWork(
        ServerExchange exchange, int statusCode, HeaderField[] fields, Action<Exception?>? callback) : ExchangeWork<ServerExchange>(exchange)
    {
        public override void Run()
        {
            if (Exchange._over || Exchange.Connection.Session.ResponseStarted)
            {
                Exchange.Reject(callback, Exchange.Gone());
                return;
            }

            Exchange.Connection.Session.SendInformational(statusCode, fields);
            if (callback is not null)
            {
                Exchange.Connection.WhenFlushed(Exchange, callback);
            }
        }
    }

    private sealed class HeadWork(ServerExchange exchange) : ExchangeWork<ServerExchange>(exchange)
    {
        public override void Run() => Exchange.SendHeadInTurn(null);
    }

    private sealed class FollowWork(ServerExchange exchange) : ExchangeWork<ServerExchange>(exchange)
    {
        public override void Run() => Exchange.FollowLateInTurn();
    }

    private sealed class WriteWork(ServerExchange exchange, byte[] data, Action<Exception?>? callback) : ExchangeWork<ServerExchange>(exchange)
    {
        public override void Run()
        {
            Exchange.Connection.CountPosted(-data.Length);
            try
            {
                Exchange.WriteInTurn(data, callback);
            }
            catch (Exception error)
            {
                // Who wrote is long gone: the callback is told, and the exchange cannot be what it declared.
                Exchange.Reject(callback, error);
                throw;
            }
        }
    }

    private sealed class EndWork(ServerExchange exchange, byte[] data, Action<Exception?>? callback) : ExchangeWork<ServerExchange>(exchange)
    {
        public override void Run()
        {
            Exchange.Connection.CountPosted(-data.Length);
            try
            {
                Exchange.EndInTurn(data, callback);
            }
            catch (Exception error)
            {
                Exchange.Reject(callback, error);
                throw;
            }
        }
    }

    private sealed class OverflowWork(ServerConnection connection) : TurnWork
    {
        public override void Run()
        {
            connection.Server.Log.Write(
                ServerEvent.OutputOverflow,
                null,
                connection.Id,
                connection.Settings.MaxBufferedBytes);
            HttpInstruments.CountLimit(nameof(ServerSettings.MaxBufferedBytes));
            connection.Abort(CloseReason.OutputLimit);
        }
    }
}
