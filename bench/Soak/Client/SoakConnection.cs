using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HttpActors.Bench.Soak.Client;

/// <summary>A client that believes nothing: every octet that comes is checked against what must come.</summary>
internal sealed class SoakConnection : IDisposable
{
    private const int BufferSize = 16 * 1024;
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;

    private SoakConnection(Socket socket, CancellationToken cancellation)
    {
        _socket = socket;
        Cancellation = cancellation;
    }

    /// <summary>Ends every wait.</summary>
    public CancellationToken Cancellation { get; set; }

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <param name="address">The server.</param>
    /// <param name="cancellation">Ends every wait of this connection.</param>
    /// <param name="receiveBuffer">A small one lets the server feel a slow reader soon; 0: the system's.</param>
    public static async Task<SoakConnection> OpenAsync(IPEndPoint address, CancellationToken cancellation, int receiveBuffer = 0)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (receiveBuffer > 0)
                socket.ReceiveBufferSize = receiveBuffer;
            await socket.ConnectAsync(address, cancellation);
            return new SoakConnection(socket, cancellation);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> octets)
    {
        while (!octets.IsEmpty)
            octets = octets[await _socket.SendAsync(octets, SocketFlags.None, Cancellation)..];
    }

    /// <summary>Octets of the pattern, as they stand.</summary>
    public async Task SendPatternAsync(long offset, long length)
    {
        for (var sent = 0L; sent < length;)
        {
            var piece = (int)Math.Min(Pattern.Period, length - sent);
            await SendAsync(Pattern.Slice(offset + sent, piece));
            sent += piece;
        }
    }

    /// <summary>The server sees the end; its answers still come.</summary>
    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>The server sees a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public async Task<Answer> ReadHeadAsync()
    {
        int length;
        while ((length = Unread.IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (await ReceiveAsync() == 0)
                throw new UnexpectedException($"the connection ended before an answer; so far {Unread.Length} octets");
        }

        var head = Encoding.Latin1.GetString(Unread[..length]);
        _start += length + 4;
        return Parse(head);
    }

    /// <summary>Reads a body and compares it with the pattern.</summary>
    /// <param name="answer">Its head.</param>
    /// <param name="offset">Where in the pattern it starts.</param>
    /// <param name="length">How long it must be.</param>
    public async Task ReadBodyAsync(Answer answer, long offset, long length)
    {
        if (answer.Length == Answer.Chunked)
        {
            await ReadChunksAsync(offset, length);
            return;
        }

        if (answer.Length != length)
            throw new UnexpectedException($"a body of {answer.Length} octets in place of {length}");
        await ReadPatternAsync(offset, length);
    }

    /// <summary>Reads octets that must be the pattern's.</summary>
    public async Task ReadPatternAsync(long offset, long length)
    {
        while (length > 0)
        {
            if (Unread.IsEmpty && await ReceiveAsync() == 0)
                throw new UnexpectedException($"the connection ended {length} octets before the end of a body");
            var part = Unread[..(int)Math.Min(Unread.Length, length)];
            if (!Pattern.Matches(offset, part))
                throw new UnexpectedException("a body is not what was asked for");
            (_start, offset, length) = (_start + part.Length, offset + part.Length, length - part.Length);
        }
    }

    /// <summary>The connection must end now, in an orderly way.</summary>
    public async Task ReadEndAsync()
    {
        if (!Unread.IsEmpty || await ReceiveAsync() > 0)
            throw new UnexpectedException($"octets where the connection should have ended: {Encoding.Latin1.GetString(Unread)}");
    }

    /// <summary>Reads whatever comes until the connection ends.</summary>
    public async Task SkipToEndAsync()
    {
        do
        {
            _start = _end;
        }
        while (await ReceiveAsync() > 0);
    }

    public void Dispose() => _socket.Dispose();

    private static Answer Parse(string head)
    {
        var lines = head.Split("\r\n");
        if (!lines[0].StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
            throw new UnexpectedException($"not a status line: {lines[0]}");
        var answer = new Answer(int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture), Answer.UntilEnd, false);
        foreach (var line in lines.Skip(1))
        {
            var (name, value) = line.IndexOf(": ", StringComparison.Ordinal) is var at and > 0
                ? (line[..at], line[(at + 2)..])
                : throw new UnexpectedException($"not a header field: {line}");
            answer = name switch
            {
                "Content-Length" => answer with { Length = long.Parse(value, CultureInfo.InvariantCulture) },
                "Transfer-Encoding" => answer with { Length = Answer.Chunked },
                "Connection" => answer with { Closes = value == "close" },
                _ => answer,
            };
        }

        return answer;
    }

    private async Task ReadChunksAsync(long offset, long length)
    {
        var got = 0L;
        while (true)
        {
            var size = long.Parse(await ReadLineAsync(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            await ReadPatternAsync(offset + got, size);
            got += size;
            if (await ReadLineAsync() is { Length: > 0 } rest)
                throw new UnexpectedException($"after a chunk: {rest}");
            if (size == 0)
                break;
        }

        if (got != length)
            throw new UnexpectedException($"a chunked body of {got} octets in place of {length}");
    }

    private async Task<string> ReadLineAsync()
    {
        int length;
        while ((length = Unread.IndexOf("\r\n"u8)) < 0)
        {
            if (await ReceiveAsync() == 0)
                throw new UnexpectedException("the connection ended within a chunk");
        }

        var line = Encoding.Latin1.GetString(Unread[..length]);
        _start += length + 2;
        return line;
    }

    private async Task<int> ReceiveAsync()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            Unread.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
            throw new UnexpectedException("a head or a line of more than 16 KiB");
        var got = await _socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, Cancellation);
        _end += got;
        return got;
    }
}
