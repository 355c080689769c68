using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;

namespace HttpActors.Tests.Client;

/// <summary>A response in a content coding: its end is the coding's end, and few octets that stand for many stay few in memory.</summary>
public class DecodedBodyTests : ClientTest
{
    private const string Text = "Some text that is worth the trouble, and worth the trouble again.";

    public static TheoryData<string> Codings => ["gzip", "deflate", "bare deflate", "br"];

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task A_body_that_is_cut_off_within_complete_framing_is_an_error(string coding)
    {
        var whole = Encode(coding, Encoding.ASCII.GetBytes(Text));
        var server = ListenRaw();
        RawPeer? peer = null;
        for (var length = 1; length <= whole.Length; length++)
        {
            var body = TakenBody.Of(Http.Get(Decoding(server)), length % 2 == 0 ? "events" : "chunks");
            peer ??= await server.AcceptAsync();
            await peer.ReadHeadAsync();
            await peer.SendAsync(Answer(coding, whole.AsSpan(0, length)));
            var failure = await body.Failure.InTime();
            Assert.Equal((length, length == whole.Length), (length, body.HasEnded));
            Assert.Equal(body.HasEnded ? null : "ERR_HTTP_BODY_ENCODING", ((HttpException?)failure)?.Code);
            Assert.StartsWith(body.Text, Text, StringComparison.Ordinal);
            await body.Request.Completion.InTime();
        }
    }

    [Theory]
    [InlineData("events")]
    [InlineData("reader")]
    [InlineData("chunks")]
    public async Task Members_one_after_the_other_and_padding_are_no_error(string way)
    {
        byte[] octets = [.. Encode("gzip", "one, "u8.ToArray()), .. Encode("gzip", "two"u8.ToArray()), 0, 0, 0];
        var server = ListenRaw();
        var body = TakenBody.Of(Http.Get(Decoding(server)), way);
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync(Answer("gzip", octets));
        Assert.Null(await body.Failure.InTime());
        Assert.Equal("one, two", body.Text);
    }

    [Fact]
    public async Task What_a_listener_throws_is_not_taken_for_a_broken_body()
    {
        var server = ListenRaw();
        var request = Http.Get(Decoding(server), response => response.DataReceived += _ => throw new InvalidOperationException("mine"));
        var failed = Promise<Exception>();
        void OnUnobserved(Exception error)
        {
            if (error.Message == "mine")
            {
                failed.TrySetResult(error);
            }
        }

        Http.UnobservedError += OnUnobserved;
        try
        {
            var peer = await server.AcceptAsync();
            await peer.ReadHeadAsync();
            await peer.SendAsync(Answer("gzip", Encode("gzip", Encoding.ASCII.GetBytes(Text))));
            await failed.Task.InTime();
            await ClosedOf(request).InTime();
        }
        finally
        {
            Http.UnobservedError -= OnUnobserved;
        }
    }

    /// <summary>A megabyte of gzip is a gigabyte of zeros: what is not taken yet is not there yet.</summary>
    [Theory]
    [InlineData("gzip", false)]
    [InlineData("gzip", true)]
    [InlineData("br", false)]
    public async Task A_bomb_that_is_read_slowly_stays_small(string coding, bool closes)
    {
        const int Size = 64 * 1024 * 1024;
        var server = ListenRaw();
        var pending = Http.GetAsync(Decoding(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync(Answer(coding, Encode(coding, new byte[Size])));
        if (closes)
        {
            peer.HalfClose();
        }

        var reader = (await pending.InTime()).Body;
        var total = 0L;
        while (true)
        {
            var read = await reader.ReadAsync().InTime();
            Assert.InRange(read.Buffer.Length, 0, 256 * 1024);
            if (read is { Buffer.IsEmpty: true, IsCompleted: true })
            {
                break;
            }

            total += read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
        }

        Assert.Equal(Size, total);
    }

    [Fact]
    public async Task A_bomb_in_a_paused_response_waits()
    {
        var server = ListenRaw();
        var received = 0L;
        var first = Promise<IncomingMessage>();
        var ended = Promise();
        Http.Get(Decoding(server), response =>
        {
            response.Ended += () => ended.SetResult();
            response.DataReceived += data =>
            {
                if (Interlocked.Add(ref received, data.Length) == data.Length)
                {
                    response.Pause();
                    first.SetResult(response);
                }
            };
        });
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync(Answer("gzip", Encode("gzip", new byte[10_000_000])));
        var paused = await first.Task.InTime();

        Assert.InRange(Interlocked.Read(ref received), 1, 64 * 1024);
        paused.Resume();
        await ended.Task.InTime();
        Assert.Equal(10_000_000, Interlocked.Read(ref received));
    }

    [Fact]
    public async Task A_bomb_beyond_the_limit_of_its_reader_is_refused()
    {
        var server = ListenRaw();
        var pending = Http.GetAsync(Decoding(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.SendAsync(Answer("gzip", Encode("gzip", new byte[64 * 1024 * 1024])));
        var response = await pending.InTime();
        var error = await Assert.ThrowsAsync<HttpException>(() => response.ReadAllAsync(100_000).InTime());
        Assert.Equal("ERR_HTTP_BODY_TOO_LARGE", error.Code);
    }

    private ClientRequestOptions Decoding(RawServer server) =>
        new() { Host = "127.0.0.1", Port = server.Port, Agent = Agent, Decompress = true };

    private static string Answer(string coding, ReadOnlySpan<byte> octets) =>
        $"HTTP/1.1 200 OK\r\nContent-Encoding: {coding.Split(' ')[^1]}\r\nContent-Length: {octets.Length}\r\n\r\n{Encoding.Latin1.GetString(octets)}";

    private static byte[] Encode(string coding, byte[] octets)
    {
        using var buffer = new MemoryStream();
        using (Stream coder = coding switch
        {
            "gzip" => new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(buffer, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(buffer, CompressionLevel.Fastest, leaveOpen: true),
            _ => new DeflateStream(buffer, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            coder.Write(octets);
        }

        return buffer.ToArray();
    }
}
