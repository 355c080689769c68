using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HttpActors.Actors.Transport;

namespace HttpActors.Tests.Threading;

/// <summary>
/// A piece of body that a handler was given is its own for good: 200 connections whose chunks are interleaved, every
/// octet checked to belong to its connection, and once more when connection and server are gone.
/// </summary>
public sealed class PayloadOwnershipTests : IAsyncLifetime
{
    private const int Connections = 200;
    private const int Rounds = 12;
    private readonly ConcurrentBag<(int Connection, int Offset, ReadOnlyMemory<byte> Piece)> _kept = [];
    private readonly ConcurrentDictionary<int, int> _offsets = new();
    private HttpServer? _server;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _server?.DisposeAsync().AsTask() ?? Task.CompletedTask;

    [Theory]
    [InlineData("loops")]
    [InlineData("thread pool")]
    [InlineData("memory")]
    public async Task Every_octet_belongs_to_its_connection_and_stays_so(string transport)
    {
        var options = new HttpServerOptions { Transport = transport == "thread pool" ? HttpTransport.ThreadPool : HttpTransport.Automatic };
        _server = Http.CreateServer(options, HandleAsync);
        if (transport != "memory")
        {
            await _server.ListenAsync(0, "127.0.0.1", backlog: Connections).InTime();
        }

        await RunWaveAsync(transport, first: 0);
        Assert.Equal(Connections, _offsets.Count);
        var kept = _kept.ToArray();

        // Those connections are gone. Others come and use whatever memory was given back.
        await RunWaveAsync(transport, first: Connections);
        await _server.CloseAsync().InTime();
        Assert.InRange(kept.Length, Connections * 2, int.MaxValue);
        foreach (var (connection, offset, piece) in kept)
        {
            Check(connection, offset, piece.Span);
        }
    }

    /// <summary>Keeps what it is given, checks it, and sends it back; a third of the connections each way of reading.</summary>
    private async Task HandleAsync(IncomingMessage request, ServerResponse response)
    {
        var connection = int.Parse(request.Url[1..], CultureInfo.InvariantCulture);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        switch (connection % 3)
        {
            case 0:
                request.Ended += done.SetResult;
                request.DataReceived += piece => Take(connection, piece, response);
                await done.Task;
                break;
            case 1:
                request.Data.Subscribe(piece => Take(connection, piece, response), done.SetException, done.SetResult);
                await done.Task;
                break;
            default:
                await foreach (var piece in request.ReadChunksAsync())
                {
                    Take(connection, piece, response);
                    await Task.Yield();
                }

                break;
        }

        response.End();
    }

    private void Take(int connection, ReadOnlyMemory<byte> piece, ServerResponse response)
    {
        var offset = _offsets.GetOrAdd(connection, 0);
        Check(connection, offset, piece.Span);
        _offsets[connection] = offset + piece.Length;
        _kept.Add((connection, offset, piece));
        response.Write(piece);
    }

    private async Task RunWaveAsync(string transport, int first)
    {
        var random = new Random(first + 1);
        var wires = new List<Wire>();
        for (var i = 0; i < Connections; i++)
        {
            wires.Add(transport == "memory" ? InMemory(first + i) : await OverSocketAsync(first + i));
        }

        var answers = wires.Select(wire => wire.ReadAnswerAsync()).ToArray();
        foreach (var wire in wires)
        {
            await wire.SendHeadAsync().InTime();
        }

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var wire in wires.OrderBy(_ => random.Next()).ToArray())
            {
                await wire.SendChunkAsync(random.Next(1, 3_000)).InTime();
            }
        }

        foreach (var wire in wires)
        {
            await wire.SendEndAsync().InTime();
        }

        for (var i = 0; i < wires.Count; i++)
        {
            var answer = await answers[i].InTime();
            Assert.Equal(wires[i].Sent, answer.Length);
            Check(wires[i].Number, 0, answer);
        }

        wires.ForEach(wire => wire.Dispose());
        await Bounded.Until(() => _server!.ConnectionCount == 0);
    }

    private Wire InMemory(int number)
    {
        var (server, client) = MemoryTransport.CreatePair();
        _server!.Accept(server);
        return new Wire(number, client.Input.AsStream(), client.Output.AsStream());
    }

    private async Task<Wire> OverSocketAsync(int number)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync((IPEndPoint)_server!.Address!).InTime();
        var stream = new NetworkStream(socket, ownsSocket: true);
        return new Wire(number, stream, stream);
    }

    /// <summary>The octet at an offset of a connection's body: no two connections agree for long.</summary>
    private static byte At(int connection, int offset) => (byte)((((connection + 1) * 2_654_435_761L) + (offset * 40_503L)) >> 7);

    private static void Check(int connection, int offset, ReadOnlySpan<byte> octets)
    {
        for (var i = 0; i < octets.Length; i++)
        {
            if (octets[i] != At(connection, offset + i))
            {
                Assert.Fail($"Octet {offset + i} of connection {connection} is not its own.");
            }
        }
    }

    /// <summary>The client's end of one connection.</summary>
    private sealed class Wire(int number, Stream input, Stream output) : IDisposable
    {
        public int Number => number;

        public int Sent { get; private set; }

        public async Task SendHeadAsync() => await WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /{number} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"));

        public async Task SendChunkAsync(int length)
        {
            var head = Encoding.ASCII.GetBytes($"{length:x}\r\n");
            var chunk = new byte[head.Length + length + 2];
            head.CopyTo(chunk, 0);
            for (var i = 0; i < length; i++)
            {
                chunk[head.Length + i] = At(number, Sent + i);
            }

            "\r\n"u8.CopyTo(chunk.AsSpan(head.Length + length));
            Sent += length;
            await WriteAsync(chunk);
        }

        public async Task SendEndAsync() => await WriteAsync("0\r\n\r\n"u8.ToArray());

        public async Task<byte[]> ReadAnswerAsync()
        {
            var octets = new MemoryStream();
            await input.CopyToAsync(octets);
            Assert.True(RawResponse.TryParse(octets.ToArray(), toHead: false, out var response, out _));
            return Encoding.Latin1.GetBytes(response.Body);
        }

        public void Dispose()
        {
            output.Dispose();
            input.Dispose();
        }

        private async Task WriteAsync(byte[] octets)
        {
            await output.WriteAsync(octets);
            await output.FlushAsync();
        }
    }
}
