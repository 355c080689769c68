using System.Buffers.Text;
using System.Text;

namespace HttpActors.Bench.Load.Generator;

internal enum ReadResult
{
    NeedMore,
    Complete,
    Malformed,
}

/// <summary>
/// Finds where a response ends: status, Content-Length or chunked, nothing else. It holds no bytes except the
/// start of a head that was cut by the end of a read.
/// </summary>
internal struct ResponseReader
{
    private const int LongestHead = 16 * 1024;
    private const int StatusOffset = 9;

    private Part _part;
    private long _remaining;
    private int _lineLength;
    private byte[]? _cut;
    private int _cutLength;

    private enum Part
    {
        Head,
        Body,
        ChunkSize,
        ChunkExtension,
        Chunk,
        Trailer,
    }

    public int Status { get; private set; }

    public long BodyBytes { get; private set; }

    /// <summary>Advances <paramref name="input"/> past what belongs to this response.</summary>
    public ReadResult Read(ref ReadOnlySpan<byte> input)
    {
        var result = ReadResult.NeedMore;
        while (result == ReadResult.NeedMore && !input.IsEmpty)
        {
            result = _part switch
            {
                Part.Head => ReadHead(ref input),
                Part.Body => ReadBody(ref input),
                Part.ChunkSize => ReadChunkSize(ref input),
                Part.ChunkExtension => SkipChunkExtension(ref input),
                Part.Chunk => ReadChunk(ref input),
                _ => ReadTrailer(ref input),
            };
        }

        return result;
    }

    public void Reset()
    {
        _part = Part.Head;
        _cutLength = 0;
        BodyBytes = 0;
    }

    private ReadResult ReadHead(ref ReadOnlySpan<byte> input)
    {
        if (_cutLength > 0)
            return ReadCutHead(ref input);
        var end = input.IndexOf("\r\n\r\n"u8);
        if (end >= 0)
        {
            var head = input[..(end + 2)];
            input = input[(end + 4)..];
            return StartBody(head);
        }

        return Keep(ref input);
    }

    private ReadResult Keep(ref ReadOnlySpan<byte> input)
    {
        _cut ??= new byte[LongestHead];
        if (_cutLength + input.Length > LongestHead)
            return ReadResult.Malformed;
        input.CopyTo(_cut.AsSpan(_cutLength));
        _cutLength += input.Length;
        input = default;
        return ReadResult.NeedMore;
    }

    private ReadResult ReadCutHead(ref ReadOnlySpan<byte> input)
    {
        var before = _cutLength;
        var taken = input[..Math.Min(input.Length, LongestHead - before)];
        var rest = input[taken.Length..];
        if (taken.IsEmpty)
            return ReadResult.Malformed;
        Keep(ref taken);
        var end = _cut.AsSpan(0, _cutLength).IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            input = rest;
            return ReadResult.NeedMore;
        }

        input = input[(end + 4 - before)..];
        _cutLength = 0;
        return StartBody(_cut.AsSpan(0, end + 2));
    }

    private ReadResult StartBody(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1."u8)
            || !Utf8Parser.TryParse(head[StatusOffset..], out int status, out var digits) || digits != 3)
            return ReadResult.Malformed;
        Status = status;
        _remaining = -1;
        var chunked = false;
        for (var at = head.IndexOf((byte)'\n') + 1; at < head.Length;)
        {
            var line = head[at..];
            line = line[..line.IndexOf((byte)'\n')];
            at += line.Length + 1;
            if (IsField(line, "content-length:"u8) && !Utf8Parser.TryParse(line[15..].TrimStart((byte)' '), out _remaining, out _))
                return ReadResult.Malformed;
            chunked |= IsField(line, "transfer-encoding:"u8);
        }

        _part = chunked ? Part.ChunkSize : Part.Body;
        if (chunked)
            _remaining = 0;
        else if (_remaining < 0 && status is not (204 or 304))
            return ReadResult.Malformed;
        return !chunked && _remaining <= 0 ? ReadResult.Complete : ReadResult.NeedMore;
    }

    private static bool IsField(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.Length > name.Length && (line[0] | 0x20) == name[0] && Ascii.EqualsIgnoreCase(line[..name.Length], name);

    private ReadResult ReadBody(ref ReadOnlySpan<byte> input)
    {
        Skip(ref input);
        return _remaining == 0 ? ReadResult.Complete : ReadResult.NeedMore;
    }

    private void Skip(ref ReadOnlySpan<byte> input)
    {
        var taken = (int)Math.Min(_remaining, input.Length);
        _remaining -= taken;
        BodyBytes += taken;
        input = input[taken..];
    }

    private ReadResult ReadChunkSize(ref ReadOnlySpan<byte> input)
    {
        var digit = input[0];
        if (char.IsAsciiHexDigit((char)digit))
        {
            _remaining = _remaining * 16 + (digit & 0xF) + 9 * (digit >> 6);
            input = input[1..];
            return _remaining > int.MaxValue ? ReadResult.Malformed : ReadResult.NeedMore;
        }

        _part = Part.ChunkExtension;
        return ReadResult.NeedMore;
    }

    private ReadResult SkipChunkExtension(ref ReadOnlySpan<byte> input)
    {
        var end = input.IndexOf((byte)'\n');
        input = end < 0 ? default : input[(end + 1)..];
        if (end < 0)
            return ReadResult.NeedMore;
        _part = _remaining == 0 ? Part.Trailer : Part.Chunk;
        _lineLength = 0;
        // The line end behind a chunk is skipped with it; BodyBytes is corrected for it here.
        if (_part == Part.Chunk)
        {
            _remaining += 2;
            BodyBytes -= 2;
        }

        return ReadResult.NeedMore;
    }

    private ReadResult ReadChunk(ref ReadOnlySpan<byte> input)
    {
        Skip(ref input);
        if (_remaining == 0)
            _part = Part.ChunkSize;
        return ReadResult.NeedMore;
    }

    private ReadResult ReadTrailer(ref ReadOnlySpan<byte> input)
    {
        var next = input[0];
        input = input[1..];
        if (next == '\n')
        {
            if (_lineLength == 0)
                return ReadResult.Complete;
            _lineLength = 0;
        }
        else if (next != '\r')
        {
            _lineLength++;
        }

        return ReadResult.NeedMore;
    }
}
