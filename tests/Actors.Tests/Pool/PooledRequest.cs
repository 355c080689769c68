using System.Buffers;
using System.Text;
using HttpActors.Actors.Client;
using HttpActors.Protocol;

namespace HttpActors.Actors.Tests.Pool;

/// <summary>A request in place of the facade's: takes its response at once and writes down how it ends.</summary>
internal sealed class PooledRequest : IRequestParty, IBodyReceiver
{
    private readonly TaskCompletionSource<string> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _body = new();
    private int _endings;

    public PooledRequest(ClientExchange exchange, string method, string target)
    {
        Target = target;
        Exchange = exchange;
        Method = method;
        exchange.Party = this;
    }

    public ClientExchange Exchange { get; }

    /// <summary>The response's body, or the code and phase of the one error there was.</summary>
    public Task<string> Outcome => _outcome.Task;

    public HttpException? Error { get; private set; }

    /// <summary>How often it was told that it is over: once.</summary>
    public int Endings => Volatile.Read(ref _endings);

    /// <summary>The connection that was assigned, by its number; 0 before.</summary>
    public long ConnectionId { get; private set; }

    public string Method { get; }

    public string Target { get; }

    public string HostField => "h";

    public ReadOnlySpan<HeaderField> Fields => [];

    public OmittedFields Omit => default;

    public ReadOnlySpan<HeaderField> Trailers => [];

    public bool FollowsFinish => false;

    public bool IsUnheard => false;

    public void OnSocket(ClientConnection connection) => ConnectionId = connection.Id;

    public void OnInformation(ResponseHead head)
    {
    }

    public void OnResponse(ResponseHead head) => Exchange.Receive(this);

    public bool OnSwitched(ResponseHead head, ReadOnlyMemory<byte> first) => false;

    public void OnResponseComplete(FieldSection trailers)
    {
    }

    public void OnDrained()
    {
    }

    public void OnWritingOver(Exception error)
    {
    }

    public void OnFinished()
    {
    }

    public bool OnTimedOut() => false;

    public void OnClosed(Exception? error)
    {
        Interlocked.Increment(ref _endings);
        Error = error as HttpException;
        _outcome.TrySetResult(error switch
        {
            null => _body.ToString(),
            HttpException http => $"{http.Code} {http.Phase}",
            _ => error.GetType().Name,
        });
    }

    public void OnData(ReadOnlySequence<byte> data) => _body.Append(Encoding.Latin1.GetString(data));

    public void OnEnd()
    {
    }

    public void OnFailed(Exception error)
    {
    }
}
