using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HttpActors.Tests.Shared;

/// <summary>A server that answers with exactly the octets a test wants.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly Socket _listening = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<RawPeer> _peers = [];

    public RawServer(IPAddress? address = null, int port = 0)
    {
        _listening.Bind(new IPEndPoint(address ?? IPAddress.Loopback, port));
        _listening.Listen(128);
        Port = ((IPEndPoint)_listening.LocalEndPoint!).Port;
    }

    public int Port { get; }

    public async Task<RawPeer> AcceptAsync() => Add(await _listening.AcceptAsync().InTime("a connection"));

    /// <summary>A connection that comes when <paramref name="peer"/> is ready for it, which may take longer than usual; what breaks it is thrown.</summary>
    public async Task<RawPeer> AcceptAsync(Task peer)
    {
        var accepting = _listening.AcceptAsync();
        if (await Task.WhenAny(accepting, peer) == peer)
        {
            await peer;
        }

        return Add(await accepting.InTime("a connection"));
    }

    private RawPeer Add(Socket socket)
    {
        var peer = new RawPeer(socket);
        lock (_peers)
        {
            _peers.Add(peer);
        }

        return peer;
    }

    /// <summary>Whether a connection waits to be accepted.</summary>
    public bool HasPending => _listening.Poll(0, SelectMode.SelectRead);

    public void Dispose()
    {
        _listening.Dispose();
        lock (_peers)
        {
            _peers.ForEach(peer => peer.Dispose());
        }
    }
}

/// <summary>One connection of a <see cref="RawServer"/>.</summary>
internal sealed class RawPeer(Socket socket) : IDisposable
{
    private readonly StringBuilder _received = new();

    public EndPoint? RemoteEndPoint => socket.RemoteEndPoint;

    public EndPoint? LocalEndPoint => socket.LocalEndPoint;

    /// <summary>Octets that have come and were not read.</summary>
    public int Available => socket.Available;

    /// <summary>The head of the next request, its empty line included.</summary>
    public Task<string> ReadHeadAsync() => ReadUntilAsync("\r\n\r\n");

    /// <summary>Everything up to and with <paramref name="end"/>.</summary>
    public async Task<string> ReadUntilAsync(string end)
    {
        while (true)
        {
            var text = _received.ToString();
            var at = text.IndexOf(end, StringComparison.Ordinal);
            if (at >= 0)
            {
                _received.Remove(0, at + end.Length);
                return text[..(at + end.Length)];
            }

            if (await ReceiveAsync() == 0)
            {
                throw new EndOfStreamException($"The client ended the connection after: {text}");
            }
        }
    }

    /// <summary>Exactly so many octets.</summary>
    public async Task<string> ReadAsync(int count)
    {
        while (_received.Length < count)
        {
            if (await ReceiveAsync() == 0)
            {
                throw new EndOfStreamException($"The client ended the connection after: {_received}");
            }
        }

        var text = _received.ToString(0, count);
        _received.Remove(0, count);
        return text;
    }

    /// <summary>Everything up to the client's end; a reset counts as one.</summary>
    public async Task<string> ReadToEndAsync()
    {
        try
        {
            while (await ReceiveAsync() > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Reset: the end as well.
        }

        return _received.ToString();
    }

    public async Task SendAsync(string text)
    {
        ReadOnlyMemory<byte> octets = Encoding.Latin1.GetBytes(text);
        while (!octets.IsEmpty)
        {
            octets = octets[await socket.SendAsync(octets, SocketFlags.None).InTime()..];
        }
    }

    /// <summary>
    /// The client has all that was sent, read or not. On a machine under load the kernel may deliver over loopback after
    /// the call that sent. Where the system does not tell, it is taken for granted.
    /// </summary>
    public Task ArrivedAsync() => OperatingSystem.IsLinux() ? Bounded.Until(HasArrived) : Task.CompletedTask;

    /// <summary>tcpi_unacked and tcpi_notsent_bytes of TCP_INFO: what is paced is neither sent nor lost.</summary>
    private bool HasArrived()
    {
        Span<byte> info = stackalloc byte[148];
        socket.GetRawSocketOption((int)SocketOptionLevel.Tcp, 11, info);
        return BinaryPrimitives.ReadInt32LittleEndian(info[24..]) == 0 && BinaryPrimitives.ReadInt32LittleEndian(info[144..]) == 0;
    }

    /// <summary>A response with this body, on a connection that persists.</summary>
    public Task AnswerAsync(string body = "", string head = "200 OK") =>
        SendAsync($"HTTP/1.1 {head}\r\nContent-Length: {body.Length}\r\n\r\n{body}");

    public void HalfClose() => socket.Shutdown(SocketShutdown.Send);

    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    public void Dispose() => socket.Dispose();

    private async Task<int> ReceiveAsync()
    {
        var buffer = new byte[16 * 1024];
        var got = await socket.ReceiveAsync(buffer, SocketFlags.None).InTime("octets of the client");
        _received.Append(Encoding.Latin1.GetString(buffer, 0, got));
        return got;
    }
}
