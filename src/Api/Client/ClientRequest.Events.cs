using HttpActors.Actors.Client;

namespace HttpActors;

/// <content>What can be followed.</content>
public sealed partial class ClientRequest
{
    private RequestExtras? _follow;
    private ResponseSource? _responseSource;

    /// <summary>Raised once, with the response; its body waits to be taken. Where nobody listens the body is thrown away.</summary>
    public event Action<IncomingMessage>? ResponseReceived
    {
        add => FollowFromNow.Response.Add(value, _exchange.CallLater);
        remove => _follow?.Response.Remove(value);
    }

    /// <summary>
    /// Raised for every informational response but 101: 100, 102, 103, …. Those that come before anybody listens, up to
    /// 16, are told to whoever does first.
    /// </summary>
    public event Action<HttpInformation>? InformationReceived
    {
        add => Follow.Information.Add(value, _exchange.CallLater);
        remove => _follow?.Information.Remove(value);
    }

    /// <summary>Raised for <c>100 Continue</c>: the server wants the body. Who listens late is told too.</summary>
    public event Action? ContinueReceived
    {
        add => Follow.Continue.Add(value, _exchange.CallLater);
        remove => _follow?.Continue.Remove(value);
    }

    /// <summary>
    /// Raised when the server switches protocols (101): the response, the connection, and what came behind the head. The
    /// connection has left the pool. Where nobody listens within a second it is closed.
    /// </summary>
    public event Action<IncomingMessage, NetSocket, ReadOnlyMemory<byte>>? Upgraded
    {
        add
        {
            Follow.Upgraded += value;
            _exchange.OnSwitchListener();
        }

        remove => Follow.Upgraded -= value;
    }

    /// <summary>Raised when the server answers CONNECT with 2xx: as <see cref="Upgraded"/>. Another answer is an ordinary response.</summary>
    public event Action<IncomingMessage, NetSocket, ReadOnlyMemory<byte>>? TunnelEstablished
    {
        add
        {
            Follow.Tunnel += value;
            _exchange.OnSwitchListener();
        }

        remove => Follow.Tunnel -= value;
    }

    /// <summary>The response, also for those who ask late; faults with the reason when there will be none.</summary>
    public Task<IncomingMessage> Response
    {
        get
        {
            if (_responseSource is null && Interlocked.CompareExchange(ref _responseSource, new ResponseSource(), null) is null)
            {
                // It may have come, or failed, before somebody asked.
                _exchange.CallLater(SettleResponse);
            }

            return _responseSource.Task;
        }
    }

    /// <summary>
    /// Sends the head and waits for the server's word on the body, for a request with <c>Expect: 100-continue</c>. Also
    /// for those who ask late.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting: a server may never send 100, and the body may be sent all the same (RFC 9110 section 10.1.1).</param>
    /// <returns>True: it wants the body. False: it has answered already, see <see cref="Response"/>. The task faults with the reason when neither will come.</returns>
    public Task<bool> ContinueAsync(CancellationToken cancellationToken = default)
    {
        FlushHeaders();
        var follow = Follow;
        if (follow.Continued is null)
        {
            var source = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.CompareExchange(ref follow.Continued, source, null);
        }

        SettleContinue();
        return follow.Continued.Task.WaitAsync(cancellationToken);
    }

    private void SettleContinue()
    {
        if (_follow is not { Continued: { } source } follow)
        {
            return;
        }

        if (follow.SawContinue)
        {
            source.TrySetResult(true);
        }
        else if (Volatile.Read(ref _response) is not null)
        {
            source.TrySetResult(false);
        }
        else if (Volatile.Read(ref _isTold))
        {
            source.TrySetException(Error ?? new HttpException("ECONNRESET", "socket hang up"));
            _ = source.Task.Exception;
        }
    }

    private RequestExtras Follow
    {
        get
        {
            if (_follow is null)
            {
                Interlocked.CompareExchange(ref _follow, new RequestExtras(), null);
            }

            return _follow;
        }
    }

    /// <summary>The listeners of what happens once; what has happened before there were any is noted first.</summary>
    private RequestExtras FollowFromNow
    {
        get
        {
            var follow = Follow;
            if (Volatile.Read(ref _response) is { } response)
            {
                follow.Response.Note(response);
            }

            return follow;
        }
    }

    /// <summary>The response as a task whose continuations run right behind the turn, on the loop.</summary>
    internal Task<IncomingMessage> ExpectResponse()
    {
        _responseSource = new ResponseSource();
        return _responseSource.Task;
    }

    /// <summary>Where a response is cut off, the response fails and not its request.</summary>
    private protected override Exception? LastError => _response is null ? Error : null;

    private void SettleResponse()
    {
        if (_response is not null)
        {
            _responseSource?.TrySetResult(_response);
        }
        else if (Volatile.Read(ref _isTold))
        {
            _responseSource?.Fail(Error ?? new HttpException("ECONNRESET", "socket hang up"));
        }
    }
}
