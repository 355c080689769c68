using System.Buffers;
using System.IO.Compression;
using HttpActors.Actors.Client;

namespace HttpActors.Body;

/// <summary>A body in a content coding, decoded on its way to the receiver (RFC 9110 section 8.4.1).</summary>
/// <remarks>
/// The decoders of the base library pull from a stream: here that stream has what has come so far, says there is no more,
/// and is asked again when more has come. A few octets can stand for a thousand times as many: what is decoded goes on in
/// small pieces, the rest waits while the receiver is full or stopped, and nothing more is read from the socket meanwhile.
/// </remarks>
internal sealed class DecodedBody : IHoldingReceiver
{
    private const int PieceSize = 16 * 1024;
    private const int PiecesATime = 16;
    private static readonly byte[] Probe = [0xFF];
    private readonly IBodyReceiver _receiver;
    private readonly IncomingMessage _message;
    private readonly ClientExchange _exchange;
    private readonly string _coding;
    private readonly Feed _feed = new();
    private readonly byte[] _decoded = new byte[PieceSize];
    private Stream? _decoder;
    private bool _failed;

    private DecodedBody(IBodyReceiver receiver, IncomingMessage message, ClientExchange exchange, string coding) =>
        (_receiver, _message, _exchange, _coding) = (receiver, message, exchange, coding);

    public bool Holds { get; private set; }

    public bool IsFull => _receiver.IsFull;

    /// <summary>The receiver itself where the body has no coding that is known.</summary>
    public static IBodyReceiver For(IncomingMessage message, ClientExchange exchange, IBodyReceiver receiver) =>
        message.Headers["content-encoding"]?.Trim().ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new DecodedBody(receiver, message, exchange, "gzip"),
            "deflate" => new DecodedBody(receiver, message, exchange, "deflate"),
            "br" => new DecodedBody(receiver, message, exchange, "br"),
            _ => receiver,
        };

    public void OnData(ReadOnlySequence<byte> data)
    {
        if (!_failed && !data.IsEmpty)
        {
            _feed.Give(data);
            _decoder ??= Create(data.FirstSpan);
            Decode();
        }
    }

    public void GoOn()
    {
        if (Holds)
        {
            Decode();
        }
    }

    public void OnEnd()
    {
        if (!_failed && _decoder is not null && !IsComplete(_decoder))
        {
            Fail($"The body is cut off: its {_coding} data go on behind its end.", null);
        }

        if (!_failed)
        {
            _receiver.OnEnd();
        }

        _decoder?.Dispose();
    }

    public void OnFailed(Exception error)
    {
        if (!_failed)
        {
            _receiver.OnFailed(error);
        }

        _decoder?.Dispose();
    }

    private void Decode()
    {
        Holds = true;
        try
        {
            for (var pieces = 0; pieces < PiecesATime && Holds && _exchange.BodyFlows && !_receiver.IsFull; pieces++)
            {
                DecodePiece();
            }
        }
        finally
        {
            // Also where the receiver threw: the octets are not ours for longer than this call.
            _feed.Keep(Holds);
        }
    }

    private void DecodePiece()
    {
        int count;
        try
        {
            count = _decoder!.Read(_decoded);
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException)
        {
            Fail($"The body is no {_coding}: {error.Message}", error);
            return;
        }

        Holds = count > 0;
        if (Holds)
        {
            _receiver.OnData(new ReadOnlySequence<byte>(_decoded, 0, count));
        }
    }

    private void Fail(string message, Exception? cause)
    {
        Holds = false;
        _failed = true;
        var failure = new HttpException("ERR_HTTP_BODY_ENCODING", message, cause) { Phase = HttpPhase.Body };
        _receiver.OnFailed(failure);
        _message.FailBody(failure);
    }

    /// <summary>
    /// The decoders do not say whether they have seen their end, but one that has asks for no more. That of gzip asks all
    /// the same, for another member, and stops at what begins none. An octet that completes a member which lacks its
    /// last one is told by the length there, short of 4,278,190,080 octets.
    /// </summary>
    private bool IsComplete(Stream decoder)
    {
        _feed.Give(_coding == "gzip" ? new ReadOnlySequence<byte>(Probe) : ReadOnlySequence<byte>.Empty);
        try
        {
            return decoder.Read(_decoded) == 0 && !_feed.WasShort;
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>deflate is zlib by the RFC; some servers send it bare.</summary>
    private Stream Create(ReadOnlySpan<byte> first) => _coding switch
    {
        "gzip" => new GZipStream(_feed, CompressionMode.Decompress),
        "br" => new BrotliStream(_feed, CompressionMode.Decompress),
        _ when (first[0] & 0x0F) == 8 && (first.Length < 2 || ((first[0] << 8) | first[1]) % 31 == 0) =>
            new ZLibStream(_feed, CompressionMode.Decompress),
        _ => new DeflateStream(_feed, CompressionMode.Decompress),
    };

    /// <summary>What has come and was not decoded yet.</summary>
    private sealed class Feed : Stream
    {
        private ReadOnlySequence<byte> _rest;
        private bool _isOurs;

        /// <summary>Whether more was asked for than there is.</summary>
        public bool WasShort { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Give(ReadOnlySequence<byte> octets)
        {
            _rest = octets;
            _isOurs = WasShort = false;
        }

        /// <summary>What is left is wanted later, or not at all.</summary>
        public void Keep(bool wanted)
        {
            if (!wanted)
            {
                _rest = default;
            }
            else if (!_isOurs)
            {
                _rest = new ReadOnlySequence<byte>(_rest.ToArray());
                _isOurs = true;
            }
        }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, _rest.Length);
            WasShort |= count == 0;
            _rest.Slice(0, count).CopyTo(buffer);
            _rest = _rest.Slice(count);
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
