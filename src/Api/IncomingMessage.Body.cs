using System.IO.Pipelines;
using System.Text;
using HttpActors.Actors.Client;
using HttpActors.Actors.Server;
using HttpActors.Body;

namespace HttpActors;

/// <content>
/// The ways to take a body, one for each message: <see cref="DataReceived"/> and <see cref="Data"/> (pushed, they share
/// their listeners), <see cref="Body"/> (pulled, with back-pressure), <see cref="ReadChunksAsync"/>, and the whole at
/// once with <see cref="ReadAllAsync"/> and <see cref="ReadStringAsync"/>.
/// </content>
public partial class IncomingMessage : IAsyncEnumerable<ReadOnlyMemory<byte>>
{
    /// <summary>What <see cref="ReadAllAsync"/> takes at most unless told otherwise: 30,000,000 octets.</summary>
    public const long DefaultMaxBodySize = 30_000_000;

    // The body ends in a turn, where a handler goes on that awaited it there; without its context it would come back by way
    // of the thread pool.
    private const bool StaysInTurn = true;

    private int _claim;

    private enum Claim
    {
        None,
        Flowing,
        Piped,
        Whole,
    }

    /// <summary>
    /// The body as pushed pieces, each owned by the observer. Cold until the first subscriber, which claims the body;
    /// later ones get what follows. OnCompleted at the end, OnError when the message breaks. Calls come in the
    /// connection's turn; an observer that is slow in OnNext slows only its own connection, one that needs more time
    /// pauses the message or takes <see cref="Body"/>.
    /// </summary>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_BODY_CLAIMED</c>, when subscribing: the body is taken another way already.</exception>
    public IObservable<ReadOnlyMemory<byte>> Data => new FlowingBody.Stream(this);

    /// <summary>The body as a reader with back-pressure. The first use claims the body.</summary>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_BODY_CLAIMED</c>: the body is taken another way already.</exception>
    public PipeReader Body => StartPipe(Claim.Piped).Reader;

    /// <summary>Whether the flow of the body was stopped by <see cref="Pause"/>.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>The body's pieces as they come, each owned by the receiver, with back-pressure.</summary>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The pieces.</returns>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_BODY_CLAIMED</c>: the body is taken another way already.</exception>
    /// <exception cref="HttpException">The message broke.</exception>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadChunksAsync(CancellationToken cancellationToken = default) =>
        StartQueue(cancellationToken);

    /// <summary>Enumerates the pieces of the body, as <see cref="ReadChunksAsync"/> does.</summary>
    /// <inheritdoc/>
    IAsyncEnumerator<ReadOnlyMemory<byte>> IAsyncEnumerable<ReadOnlyMemory<byte>>.GetAsyncEnumerator(
        CancellationToken cancellationToken) =>
        ReadChunksAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    /// <summary>The whole body.</summary>
    /// <param name="maxBytes">The most that is accepted; null: <see cref="DefaultMaxBodySize"/>.</param>
    /// <param name="cancellationToken">Ends the waiting; the body is then thrown away.</param>
    /// <returns>The octets; none when the message has no body.</returns>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_BODY_CLAIMED</c>: the body is taken another way already.</exception>
    /// <exception cref="HttpException"><c>ERR_HTTP_BODY_TOO_LARGE</c>, or the message broke.</exception>
    public Task<byte[]> ReadAllAsync(long? maxBytes = null, CancellationToken cancellationToken = default) =>
        TryTakeWhole(maxBytes, out var whole) ? Task.FromResult(whole) : CollectAsync(maxBytes, cancellationToken);

    /// <summary>The whole body as text, in the charset of its Content-Type, UTF-8 where none is named.</summary>
    /// <inheritdoc cref="ReadAllAsync"/>
    /// <returns>The text; empty when the message has no body.</returns>
    public async Task<string> ReadStringAsync(long? maxBytes = null, CancellationToken cancellationToken = default)
    {
        var body = await ReadAllAsync(maxBytes, cancellationToken).ConfigureAwait(StaysInTurn);
        return Charset.Of(Headers.Get("content-type")).GetString(body);
    }

    /// <summary>Copies the body into a stream, at the stream's speed.</summary>
    /// <param name="destination">Where to; it is not flushed or closed.</param>
    /// <param name="cancellationToken">Ends the copying; the rest of the body is then thrown away, as when the stream fails.</param>
    /// <returns>The copying.</returns>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_BODY_CLAIMED</c>: the body is taken another way already.</exception>
    /// <exception cref="HttpException">The message broke.</exception>
    public Task CopyToAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return CopyAsync(StartPipe(Claim.Whole).Reader, destination, cancellationToken);
    }

    private async Task CopyAsync(PipeReader body, Stream destination, CancellationToken cancellationToken)
    {
        try
        {
            await body.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Nobody takes the rest: it must not hold the connection.
            await body.CompleteAsync().ConfigureAwait(false);
            _exchange.Abandon();
            throw;
        }
    }

    /// <summary>Stops the flow of the body: the socket is not read any more until <see cref="Resume"/>. Any thread.</summary>
    public void Pause()
    {
        IsPaused = true;
        _exchange.SetDemand(BodyDemand.None);
    }

    /// <summary>Starts the flow again. A body that nobody took is taken and thrown away, so that <see cref="Ended"/> comes. Any thread.</summary>
    public void Resume()
    {
        IsPaused = false;
        if ((Claim)Volatile.Read(ref _claim) == Claim.None)
        {
            StartFlow(static _ => { });
        }

        _exchange.SetDemand(BodyDemand.Flow);
    }

    /// <summary>Claims the body for its listeners; the one that starts it is there before the first octet.</summary>
    internal void StartFlow(Action<FlowingBody> join)
    {
        var starts = Take(Claim.Flowing);
        var extras = Extras;
        var flow = Volatile.Read(ref extras.Flow)
            ?? Interlocked.CompareExchange(ref extras.Flow, new FlowingBody(this), null)
            ?? extras.Flow;
        join(flow);
        if (starts)
        {
            GiveBodyTo(flow);
        }
    }

    private PipedBody StartPipe(Claim claim)
    {
        var starts = Take(claim);
        var extras = Extras;
        var piped = Volatile.Read(ref extras.Piped)
            ?? Interlocked.CompareExchange(ref extras.Piped, new PipedBody(this), null)
            ?? extras.Piped;
        if (starts)
        {
            GiveBodyTo(piped);
        }

        return piped;
    }

    private void GiveBodyTo(IBodyReceiver receiver) =>
        _exchange.Receive(_decodes ? DecodedBody.For(this, (ClientExchange)_exchange, receiver) : receiver);

    /// <summary>A small response is there as a whole when user code sees it: no turn has to be waited for.</summary>
    private bool TryTakeWhole(long? maxBytes, out byte[] body)
    {
        body = [];
        if (_extras is not null || _decodes || _exchange is not ClientExchange response || response.Party.FollowsFinish
            || response.ReceivedLength > (maxBytes ?? DefaultMaxBodySize) || !response.TryTakeWhole(out body))
        {
            return false;
        }

        Take(Claim.Whole);
        response.EndTaken(CollectedBody.Nowhere);
        NoteEnded();
        return true;
    }

    /// <summary>The peer's body is not as its reader wants it: a client names the server, a server answers with a status.</summary>
    internal HttpException UnfitBody(string code, string text, int statusCode, Exception? inner = null) =>
        _exchange is ClientExchange client
            ? new HttpException(code, text, inner) { Phase = HttpPhase.Body, Origin = client.Origin.ToString() }
            : new HttpException(code, text, inner) { ResponseStatusCode = statusCode };

    private QueuedBody StartQueue(CancellationToken cancellationToken)
    {
        Take(Claim.Whole);
        var body = new QueuedBody(this, cancellationToken);
        GiveBodyTo(body);
        return body;
    }

    private Task<byte[]> CollectAsync(long? maxBytes, CancellationToken cancellationToken)
    {
        Take(Claim.Whole);
        var body = new CollectedBody(this, maxBytes ?? DefaultMaxBodySize);
        GiveBodyTo(body);
        return cancellationToken.CanBeCanceled ? body.WaitAsync(cancellationToken) : body.Completed;
    }

    /// <summary>True for the call that claimed it; false when this way was claimed before and may be shared.</summary>
    private bool Take(Claim claim)
    {
        var before = (Claim)Interlocked.CompareExchange(ref _claim, (int)claim, (int)Claim.None);
        if (before == Claim.None)
        {
            return true;
        }

        return before == claim && claim != Claim.Whole
            ? false
            : throw new HttpStateException(
                "ERR_HTTP_BODY_CLAIMED",
                $"The body is already taken ({before}); a body can be taken in one way, once.");
    }
}
