using System.Buffers;
using System.IO.Pipelines;
using HttpActors.Actors.Turns;

namespace HttpActors.Actors.Connections;

/// <summary>
/// A connection on which HTTP has ended: its octets as they are, in both directions, for code on any thread.
/// </summary>
/// <remarks>
/// What comes in is copied into a pipe in the connection's turn, and a full pipe stops the reading of the socket.
/// What goes out travels to the turn in the order of the calls. The input starts with the first use of
/// <see cref="Input"/>; until then octets may be put back in front of it. The connection ends when both directions
/// have: ours by the user, the peer's by its end or because nobody reads it any more.
/// </remarks>
internal sealed class RawDuplex : IDuplexPipe
{
    private static readonly PipeOptions Options = new(
        pauseWriterThreshold: 64 * 1024,
        resumeWriterThreshold: 32 * 1024,
        readerScheduler: PipeScheduler.ThreadPool,
        writerScheduler: PipeScheduler.Inline,
        useSynchronizationContext: true);

    private readonly Connection _connection;
    private readonly Pipe _input = new(Options);
    private readonly RawReader _reader;
    private readonly RawWriter _writer;
    private bool _started;
    private bool _full;
    private bool _readerGone;
    private bool _peerEnded;
    private bool _ended;
    private bool _outputShut;
    private bool _over;
    private int _startAsked;
    private int _endAsked;

    public RawDuplex(Connection connection)
    {
        _connection = connection;
        _reader = new RawReader(_input.Reader, () => Post(static raw => raw.OnReaderGone()));
        _writer = new RawWriter(this);
    }

    /// <inheritdoc/>
    public PipeReader Input
    {
        get
        {
            if (Interlocked.Exchange(ref _startAsked, 1) == 0)
            {
                Post(static raw => raw._started = true);
            }

            return _reader;
        }
    }

    /// <inheritdoc/>
    public PipeWriter Output => _writer;

    /// <summary>Nothing can be sent any more. Any thread.</summary>
    public bool IsClosed => Volatile.Read(ref _over) || Volatile.Read(ref _endAsked) == 1;

    /// <summary>Everything that was sent has left, and the peer was told the end. In turn.</summary>
    public bool IsOutputShut => _outputShut;

    /// <summary>Whether octets would be taken now. In turn.</summary>
    public bool WantsInput => _readerGone || (_started && !_full);

    /// <summary>Puts octets in front of what comes next. Before the first use of <see cref="Input"/>. Any one thread.</summary>
    public void Unshift(ReadOnlySpan<byte> octets)
    {
        if (Volatile.Read(ref _startAsked) == 1)
        {
            throw new HttpStateException("ERR_INVALID_STATE", "Octets can be put back only before the first read.");
        }

        _input.Writer.Write(octets);
        _ = _input.Writer.FlushAsync();
    }

    /// <summary>Nobody will read: what comes in is thrown away. In turn.</summary>
    public void DiscardInput() => _readerGone = true;

    /// <summary>Nothing may be sent: the peer is in the middle of something, or gone. In turn.</summary>
    public void RefuseOutput()
    {
        _ended = true;
        Volatile.Write(ref _endAsked, 1);
    }

    /// <summary>Sends octets; they are copied before this returns. False: writers should wait. Any thread.</summary>
    public bool Write(ReadOnlySpan<byte> octets, Action<Exception?>? callback)
    {
        if (_connection.ActsAtOnce)
        {
            WriteInTurn(octets, callback);
        }
        else
        {
            _connection.CountPosted(octets.Length);
            _connection.Post(new WriteWork(this, octets.ToArray(), callback));
        }

        return _connection.BufferedBytes < _connection.HighWaterMark;
    }

    /// <summary>Nothing more is sent: the peer sees the end behind what was written. Repeating it does nothing. Any thread.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _endAsked, 1) == 1)
        {
            return;
        }

        if (_connection.ActsAtOnce)
        {
            EndInTurn();
        }
        else
        {
            Post(static raw => raw.EndInTurn());
        }
    }

    /// <summary>Octets of the peer. In turn.</summary>
    public InputProgress OnInput(ref ReadOnlySequence<byte> octets)
    {
        if (!WantsInput)
        {
            return InputProgress.Blocked;
        }

        if (!_readerGone && !octets.IsEmpty)
        {
            foreach (var segment in octets)
            {
                _input.Writer.Write(segment.Span);
            }

            Flush();
        }

        octets = octets.Slice(octets.End);
        return InputProgress.NeedInput;
    }

    /// <summary>The peer sends nothing more. In turn.</summary>
    public void OnInputEnd(bool failed)
    {
        _peerEnded = true;
        _input.Writer.Complete(failed ? CloseErrors.For(CloseReason.TransportFailed) : null);
        if (failed)
        {
            _connection.Abort(CloseReason.TransportFailed);
        }
        else
        {
            EndIfDone();
        }
    }

    /// <summary>The connection is over, whoever ended it. In turn.</summary>
    public void OnOver(CloseReason reason)
    {
        Volatile.Write(ref _over, true);
        if (!_peerEnded)
        {
            _input.Writer.Complete(CloseErrors.For(reason));
        }
    }

    private void Flush()
    {
        var flush = _input.Writer.FlushAsync();
        if (flush.IsCompleted)
        {
            OnFlushed(flush.GetAwaiter().GetResult());
            return;
        }

        _full = true;
        var awaiter = flush.ConfigureAwait(false).GetAwaiter();
        awaiter.UnsafeOnCompleted(() =>
        {
            var result = awaiter.GetResult();
            Post(raw => raw.OnFlushed(result));
        });
    }

    private void OnFlushed(FlushResult result)
    {
        _full = false;
        if (result.IsCompleted)
        {
            OnReaderGone();
        }
    }

    private void OnReaderGone()
    {
        _readerGone = true;
        EndIfDone();
    }

    private void WriteInTurn(ReadOnlySpan<byte> octets, Action<Exception?>? callback)
    {
        if (_ended || _over)
        {
            callback?.Invoke(new HttpStateException("ERR_STREAM_DESTROYED", "Cannot write: the connection was ended."));
            return;
        }

        _connection.Write(octets);
        if (callback is not null)
        {
            _connection.WhenFlushed(null, callback);
        }

        _connection.FlushIfLarge();
    }

    private void EndInTurn()
    {
        if (!_ended && !_over)
        {
            _ended = true;
            _connection.WhenFlushed(null, OnAllSent);
        }
    }

    private void OnAllSent(Exception? error)
    {
        if (error is null)
        {
            _outputShut = true;
            _connection.ShutOutput();
            EndIfDone();
        }
    }

    private void EndIfDone()
    {
        if (!_outputShut || _over)
        {
            return;
        }

        if (_peerEnded)
        {
            _connection.EndRaw();
        }
        else if (_readerGone)
        {
            _connection.OnRawLingering();
        }
    }

    private void Post(Action<RawDuplex> work) => _connection.Post(new RawWork(this, work));

    private sealed class RawWork(RawDuplex raw, Action<RawDuplex> work) : TurnWork
    {
        public override void Run()
        {
            if (!raw._over)
            {
                work(raw);
            }
        }
    }

    private sealed class WriteWork(RawDuplex raw, byte[] octets, Action<Exception?>? callback) : TurnWork
    {
        public override void Run()
        {
            raw._connection.CountPosted(-octets.Length);
            raw.WriteInTurn(octets, callback);
        }
    }
}
