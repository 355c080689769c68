using System.IO.Pipelines;
using System.Text;
using HttpActors.Protocol;

namespace HttpActors;

/// <summary>
/// A message that is being sent: what <see cref="ServerResponse"/> has in common with a client's request.
/// </summary>
/// <remarks>
/// Any thread may write. Calls made in the connection's turn act at once, others travel there in the order of the calls.
/// The header fields are for one thread at a time.
/// </remarks>
public abstract partial class OutgoingMessage
{
    private readonly MessageExchange _exchange;
    private int _state;
    private bool _destroyed;

    private protected OutgoingMessage(MessageExchange exchange) => _exchange = exchange;

    private enum Phase
    {
        Open,
        HeadBuilt,
        Ended,
    }

    /// <summary>Whether the head is built, by <c>WriteHead</c>, a write, a flush or the end; it need not have left yet.</summary>
    public bool HeadersSent => Current != Phase.Open;

    /// <summary>Whether the message was ended by its writer.</summary>
    public bool IsEnded => Current == Phase.Ended;

    /// <summary>Whether all of it was handed to the operating system.</summary>
    public bool IsFinished => _exchange.IsSent;

    /// <summary>Whether it was destroyed, or its connection died before it was complete.</summary>
    public bool IsDestroyed => Volatile.Read(ref _destroyed) || _exchange.IsClosed;

    /// <summary>What destroyed it; null while nothing did.</summary>
    public Exception? Error => _extras?.Error;

    /// <summary>Octets above which <see cref="Write(ReadOnlyMemory{byte}, Action{Exception?}?)"/> returns false. Default 65,536.</summary>
    public int HighWaterMark => _exchange.HighWaterMark;

    /// <summary>Octets staged for the connection that the operating system has not taken yet.</summary>
    public long BufferedBytes => _exchange.BufferedBytes;

    /// <summary>
    /// The connection; on a client null until there is one, which may still be in the making (see
    /// <see cref="NetSocket.IsConnecting"/>), and null again once it was given back to the pool.
    /// </summary>
    public NetSocket? Socket => _exchange.Held is { } carrier ? NetSocket.Of(carrier) : null;

    /// <summary>Whether destroying it would be too late.</summary>
    private protected virtual bool IsBeyondHarm => IsFinished;

    private Phase Current => (Phase)Volatile.Read(ref _state);

    /// <summary>Sets a header field; lines of the same name are replaced.</summary>
    /// <param name="name">A token (RFC 9110 section 5.1).</param>
    /// <param name="value">Visible characters, blanks, tabs and Latin-1 text; not null.</param>
    /// <returns>This message.</returns>
    /// <exception cref="HttpArgumentException">The name or the value is not what HTTP allows.</exception>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_HEADERS_SENT</c>.</exception>
    public OutgoingMessage SetHeader(string name, string value)
    {
        Headers.Set(name, value);
        return this;
    }

    /// <summary>Sets a header field to a number.</summary>
    /// <inheritdoc cref="SetHeader(string, string)"/>
    public OutgoingMessage SetHeader(string name, long value) =>
        SetHeader(name, value.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Sets a header field with one line a value.</summary>
    /// <inheritdoc cref="SetHeader(string, string)"/>
    /// <param name="name">A token.</param>
    /// <param name="values">The values, in order; none removes the field.</param>
    public OutgoingMessage SetHeader(string name, IEnumerable<string> values)
    {
        Headers.Set(name, values);
        return this;
    }

    /// <summary>Adds a header line, whatever is there already.</summary>
    /// <inheritdoc cref="SetHeader(string, string)"/>
    public OutgoingMessage AppendHeader(string name, string value)
    {
        Headers.Append(name, value);
        return this;
    }

    /// <summary>Sets several header fields; lines of the same names are replaced, a name that is given twice gets both values.</summary>
    /// <param name="headers">Names and values.</param>
    /// <returns>This message.</returns>
    /// <exception cref="HttpArgumentException">A name or a value is not what HTTP allows; nothing was set.</exception>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_HEADERS_SENT</c>.</exception>
    public OutgoingMessage SetHeaders(IEnumerable<KeyValuePair<string, string>> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        Headers.Merge(headers);
        return this;
    }

    /// <summary>The values of a header field that was set, a line each.</summary>
    /// <param name="name">The field name, in any case.</param>
    /// <returns>The values; none when it was not set.</returns>
    public IReadOnlyList<string> GetHeaderValues(string name) => Headers.GetValues(name);

    /// <summary>The value of a header field that was set; null when it was not.</summary>
    /// <param name="name">The field name, in any case.</param>
    /// <returns>The value, several lines joined.</returns>
    public string? GetHeader(string name) => Headers.Get(name);

    /// <summary>Whether a header field was set.</summary>
    /// <param name="name">The field name, in any case.</param>
    /// <returns>True when it was.</returns>
    public bool HasHeader(string name) => Headers.Contains(name);

    /// <summary>Removes a header field; an automatic one is then not added either.</summary>
    /// <param name="name">The field name, in any case.</param>
    /// <exception cref="HttpStateException"><c>ERR_HTTP_HEADERS_SENT</c>.</exception>
    public void RemoveHeader(string name) => Headers.Remove(name);

    /// <summary>
    /// Adds trailer fields, sent after a chunked body. They are dropped where the body is not chunked, as in Node.
    /// </summary>
    /// <param name="trailers">Names and values.</param>
    /// <exception cref="HttpStateException"><c>ERR_STREAM_WRITE_AFTER_END</c>: the message was ended.</exception>
    /// <exception cref="LocalProtocolException">
    /// <c>ERR_HTTP_TRAILER_INVALID</c>: a field that must not be a trailer (RFC 9110 section 6.5.1); those before it are added.
    /// </exception>
    public void AddTrailers(IEnumerable<KeyValuePair<string, string>> trailers)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        if (IsEnded)
        {
            throw WriteAfterEnd();
        }

        foreach (var (name, value) in trailers)
        {
            TrailerRules.CheckMaySend(name);
            (Extras.Trailers ??= new HttpHeaders()).Append(name, value);
        }
    }

    /// <summary>Sends the head now, without waiting for the body. Repeating it does nothing.</summary>
    public void FlushHeaders()
    {
        if (!IsEnded)
        {
            BuildHead();
            _exchange.FlushHead();
        }
    }

    /// <summary>Sends a part of the body; the octets are copied before this returns.</summary>
    /// <param name="data">The octets; none sends nothing.</param>
    /// <param name="callback">Called once: with null when the octets were handed to the operating system, else with the reason. Null: nobody is told.</param>
    /// <returns>False when the writer should wait for <see cref="Drained"/>, and after the end.</returns>
    /// <exception cref="LocalProtocolException">More than the declared Content-Length; nothing of it was sent.</exception>
    public bool Write(ReadOnlyMemory<byte> data, Action<Exception?>? callback = null)
    {
        if (IsEnded || IsDestroyed)
        {
            RejectWrite(callback);
            return false;
        }

        BuildHead();
        return _extras is { Cork: { } cork } ? cork.Hold(data.Span, callback) : _exchange.Write(data.Span, callback);
    }

    /// <summary>Sends text as a part of the body.</summary>
    /// <inheritdoc cref="Write(ReadOnlyMemory{byte}, Action{Exception?}?)"/>
    /// <param name="text">The text; empty sends nothing.</param>
    /// <param name="encoding">Default UTF-8.</param>
    /// <param name="callback">Called once, see the other overload.</param>
    public bool Write(string text, Encoding? encoding = null, Action<Exception?>? callback = null) =>
        Write((encoding ?? Encoding.UTF8).GetBytes(text), callback);

    /// <summary>Sends text in UTF-8 as a part of the body.</summary>
    /// <inheritdoc cref="Write(ReadOnlyMemory{byte}, Action{Exception?}?)"/>
    /// <param name="text">The text; empty sends nothing.</param>
    /// <param name="callback">Called once, see the other overload.</param>
    public bool Write(string text, Action<Exception?>? callback) => Write(text, null, callback);

    /// <summary>
    /// Sends a part of the body and waits until the peer keeps up: it completes when less than the high-water mark is
    /// staged. Memory stays bounded by that.
    /// </summary>
    /// <param name="data">The octets; they are copied before the wait begins.</param>
    /// <param name="cancellationToken">Ends the waiting; the octets are on their way all the same.</param>
    /// <returns>A task that faults with the reason when the octets can never arrive.</returns>
    /// <exception cref="HttpStateException"><c>ERR_STREAM_WRITE_AFTER_END</c>.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsEnded)
        {
            throw WriteAfterEnd();
        }

        var drain = DrainSource();
        if (IsDestroyed)
        {
            throw Gone();
        }

        if (Write(data))
        {
            return default;
        }

        if (IsEnded)
        {
            // Ended by somebody else meanwhile: nobody wants a drain any more, the end settles it.
            _exchange.WhenOver(error => Settle(drain, error));
        }

        return new ValueTask(drain.Task.WaitAsync(cancellationToken));
    }

    /// <summary>Ends the message. One call with all the data sets Content-Length; otherwise the body is chunked.</summary>
    /// <param name="data">The last octets; none by default.</param>
    /// <param name="callback">Called once: with null when everything was handed to the operating system, else with the reason. Null: nobody is told.</param>
    /// <returns>This message.</returns>
    /// <exception cref="LocalProtocolException">Short of or beyond the declared Content-Length.</exception>
    public OutgoingMessage End(ReadOnlyMemory<byte> data = default, Action<Exception?>? callback = null)
    {
        var before = (Phase)Interlocked.Exchange(ref _state, (int)Phase.Ended);
        if (before == Phase.Ended || IsDestroyed)
        {
            RejectEnd(data.Length > 0, callback);
            return this;
        }

        _headers?.Lock();
        try
        {
            (data, callback) = _extras is { Cork: { } cork } ? cork.Release(data, callback) : (data, callback);
            _exchange.End(data, callback);
        }
        catch (LocalProtocolException)
        {
            // Nothing of it was sent: the writer may still complete the message as declared.
            Volatile.Write(ref _state, (int)Phase.HeadBuilt);
            throw;
        }

        _extras?.RaiseEnded();
        return this;
    }

    /// <summary>Ends the message with text in UTF-8.</summary>
    /// <inheritdoc cref="End(ReadOnlyMemory{byte}, Action{Exception?}?)"/>
    /// <param name="text">The last text.</param>
    /// <param name="callback">Called once, see the other overload.</param>
    public OutgoingMessage End(string text, Action<Exception?>? callback = null) =>
        End(Encoding.UTF8.GetBytes(text), callback);

    /// <summary>Ends the message without data.</summary>
    /// <inheritdoc cref="End(ReadOnlyMemory{byte}, Action{Exception?}?)"/>
    public OutgoingMessage End(Action<Exception?>? callback) => End(default(ReadOnlyMemory<byte>), callback);

    /// <summary>Ends the message and waits until all of it was handed to the operating system.</summary>
    /// <param name="data">The last octets; none by default.</param>
    /// <param name="cancellationToken">Ends the waiting; the message ends all the same.</param>
    /// <returns>A task that faults with the reason when the message can never arrive.</returns>
    public ValueTask EndAsync(ReadOnlyMemory<byte> data = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        End(data, error => Settle(finished, error));
        return new ValueTask(finished.Task.WaitAsync(cancellationToken));
    }

    /// <summary>Breaks the message and its connection. A complete one, and a repeated call, are left alone.</summary>
    /// <param name="error">Why; null: no reason is given.</param>
    public void Destroy(Exception? error = null)
    {
        if (IsBeyondHarm || Interlocked.Exchange(ref _destroyed, true))
        {
            return;
        }

        if (error is not null)
        {
            Extras.Error = error;
        }

        _exchange.Destroy(error);
    }

    /// <summary>The body as a <see cref="PipeWriter"/>: completing it ends the message, with an error destroys it.</summary>
    public PipeWriter BodyWriter => Extras.BodyWriter ??= new Body.OutgoingBodyWriter(this);

    /// <summary>The body as a write-only stream; disposing it ends the message.</summary>
    /// <returns>The stream.</returns>
    public Stream AsStream() => BodyWriter.AsStream();

    private protected ReadOnlySpan<HeaderField> TrailerFields => _extras?.Trailers is { } trailers ? trailers.Span : [];

    private protected ReadOnlySpan<HeaderField> HeaderFields => _headers is null ? [] : _headers.Span;

    private protected OmittedFields OmittedHeaders => _headers is null ? OmittedFields.None : _headers.Omitted;

    private protected void BuildHead()
    {
        if (Interlocked.CompareExchange(ref _state, (int)Phase.HeadBuilt, (int)Phase.Open) == (int)Phase.Open)
        {
            _headers?.Lock();
        }
    }

    /// <summary>Ended before anything was sent; who ends it knows how.</summary>
    private protected void BuildEnd()
    {
        _headers?.Lock();
        Volatile.Write(ref _state, (int)Phase.Ended);
    }

    private protected void NoteError(Exception error) => Extras.Error ??= error;

    private static void Settle(TaskCompletionSource source, Exception? error)
    {
        if (error is null)
        {
            source.TrySetResult();
        }
        else
        {
            source.TrySetException(error);
        }
    }

    private static HttpStateException WriteAfterEnd() =>
        new("ERR_STREAM_WRITE_AFTER_END", "write after end");

    private HttpStateException Gone() =>
        new("ERR_STREAM_DESTROYED", "Cannot write: the message was destroyed or its connection is gone.", Error);
}
