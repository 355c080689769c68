using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HttpActors.Tests.Shared;

/// <summary>A peer that sends exactly the octets a test wants and reads what comes, each wait bounded.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket;
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    private RawClient(Socket socket) => _socket = socket;

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    public EndPoint? LocalEndPoint => _socket.LocalEndPoint;

    /// <param name="address">Where the server listens; of all addresses the loopback one is taken.</param>
    /// <param name="receiveBuffer">A small one lets the server feel a slow reader soon.</param>
    public static async Task<RawClient> ConnectAsync(EndPoint? address, int? receiveBuffer = null)
    {
        var target = Assert.IsType<IPEndPoint>(address);
        var host = target.Address.Equals(IPAddress.IPv6Any) || target.Address.Equals(IPAddress.Any)
            ? IPAddress.Loopback
            : target.Address;
        var socket = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } size)
        {
            socket.ReceiveBufferSize = size;
        }

        await socket.ConnectAsync(new IPEndPoint(host, target.Port)).InTime();
        return new RawClient(socket);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            var sent = await _socket.SendAsync(octets, SocketFlags.None).InTime();
            octets = octets[sent..];
        }
    }

    /// <summary>Sends without a bound, for tests in which the server stops reading.</summary>
    public ValueTask<int> TrySendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken) =>
        _socket.SendAsync(octets, SocketFlags.None, cancellationToken);

    /// <summary>The server sees the end; its answers still arrive.</summary>
    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>The server sees a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    /// <summary>Sends a request and reads its response.</summary>
    public async Task<RawResponse> ExchangeAsync(string request)
    {
        await SendAsync(request);
        return await ReadResponseAsync(request.StartsWith("HEAD ", StringComparison.Ordinal));
    }

    /// <summary>Reads exactly one response, informational ones included; what follows stays for the next call.</summary>
    public async Task<RawResponse> ReadResponseAsync(bool toHead = false)
    {
        while (true)
        {
            if (RawResponse.TryParse(Unread, toHead, out var response, out var length))
            {
                _start += length;
                return response;
            }

            if (await ReceiveAsync() == 0)
            {
                return RawResponse.AtEnd(Unread)
                    ?? throw new EndOfStreamException($"The connection ended within a response: {TakeUnread()}");
            }
        }
    }

    /// <summary>Everything up to the server's end; a reset is an error.</summary>
    public async Task<string> ReadToEndAsync()
    {
        while (await ReceiveAsync() > 0)
        {
        }

        return TakeUnread();
    }

    /// <summary>Reads at least so many octets of whatever comes.</summary>
    public async Task<string> ReadAsync(int atLeast)
    {
        while (Unread.Length < atLeast && await ReceiveAsync() > 0)
        {
        }

        return TakeUnread();
    }

    /// <summary>True for a reset, false for an orderly end.</summary>
    public async Task<bool> EndsWithResetAsync()
    {
        try
        {
            while (await ReceiveAsync() > 0)
            {
            }

            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    public void Dispose() => _socket.Dispose();

    private string TakeUnread()
    {
        var text = Encoding.Latin1.GetString(Unread);
        _start = _end = 0;
        return text;
    }

    private async Task<int> ReceiveAsync()
    {
        if (_end == _buffer.Length)
        {
            var room = _start > _buffer.Length / 2 ? _buffer : new byte[_buffer.Length * 2];
            Unread.CopyTo(room);
            (_buffer, _start, _end) = (room, 0, _end - _start);
        }

        var got = await _socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None).InTime("octets of the server");
        _end += got;
        return got;
    }
}
