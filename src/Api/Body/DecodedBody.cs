using System.Buffers;
using System.IO.Compression;

namespace HttpActors.Body;

/// <summary>A body in a content coding, decoded on its way to the receiver (RFC 9110 section 8.4.1).</summary>
/// <remarks>
/// The decoders of the base library pull from a stream: here that stream has what has come so far, says there is no more,
/// and is asked again when more has come.
/// </remarks>
internal sealed class DecodedBody : IBodyReceiver
{
    private readonly IBodyReceiver _receiver;
    private readonly IncomingMessage _message;
    private readonly string _coding;
    private readonly Feed _feed = new();
    private readonly byte[] _decoded = new byte[16 * 1024];
    private Stream? _decoder;
    private bool _failed;

    private DecodedBody(IBodyReceiver receiver, IncomingMessage message, string coding) =>
        (_receiver, _message, _coding) = (receiver, message, coding);

    /// <summary>The receiver itself where the body has no coding that is known.</summary>
    public static IBodyReceiver For(IncomingMessage message, IBodyReceiver receiver) =>
        message.Headers["content-encoding"]?.Trim().ToLowerInvariant() switch
        {
            "gzip" or "x-gzip" => new DecodedBody(receiver, message, "gzip"),
            "deflate" => new DecodedBody(receiver, message, "deflate"),
            "br" => new DecodedBody(receiver, message, "br"),
            _ => receiver,
        };

    public void OnData(ReadOnlySequence<byte> data)
    {
        foreach (var segment in data)
        {
            if (_failed || segment.IsEmpty)
            {
                continue;
            }

            _feed.Give(segment);
            _decoder ??= Create(segment.Span);
            Decode();
        }
    }

    public void OnEnd()
    {
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
        try
        {
            for (int count; (count = _decoder!.Read(_decoded)) > 0;)
            {
                _receiver.OnData(new ReadOnlySequence<byte>(_decoded, 0, count));
            }
        }
        catch (Exception error) when (error is InvalidDataException or InvalidOperationException)
        {
            _failed = true;
            var failure = new HttpException("ERR_HTTP_BODY_ENCODING", $"The body is no {_coding}: {error.Message}", error) { Phase = HttpPhase.Body };
            _receiver.OnFailed(failure);
            _message.Destroy(failure);
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
        private ReadOnlyMemory<byte> _rest;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Give(ReadOnlyMemory<byte> octets) => _rest = octets;

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, _rest.Length);
            _rest.Span[..count].CopyTo(buffer);
            _rest = _rest[count..];
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
