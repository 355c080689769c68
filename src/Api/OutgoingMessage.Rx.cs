using HttpActors.Streams;

namespace HttpActors;

/// <content>An observable as the body.</content>
public abstract partial class OutgoingMessage
{
    /// <summary>
    /// The body as an observer, so that <c>source.Subscribe(response.AsObserver())</c> sends what the source says:
    /// OnNext writes, OnCompleted ends the message, OnError destroys it. What comes after one of the two is ignored.
    /// Any thread, one call at a time.
    /// </summary>
    /// <remarks>
    /// Back-pressure: none, an observable cannot be told to wait. What the peer does not take is buffered; above
    /// <see cref="HttpServerOptions.MaxBufferedBytes"/> the connection is aborted. A source that can wait is written with
    /// <see cref="WriteAsync(ReadOnlyMemory{byte}, CancellationToken)"/> instead, for instance
    /// <c>source.Select(piece => Observable.FromAsync(ct => response.WriteAsync(piece, ct).AsTask())).Concat()</c> over a
    /// cold source. To end a subscription when the peer leaves, dispose it in <see cref="Closed"/>.
    /// </remarks>
    /// <returns>The observer; several of one message write into the same body.</returns>
    public IObserver<ReadOnlyMemory<byte>> AsObserver() => new BodyObserver(this);
}
