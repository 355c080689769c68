using System.Buffers;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Transport;

/// <summary>
/// What <see cref="ConnectionTransport"/> promises beyond <see cref="System.IO.Pipelines.IDuplexPipe"/>. A transport is
/// one when its subclass passes.
/// </summary>
public abstract partial class TransportContractTests
{
    private protected abstract Task<TransportPair> ConnectAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Flushed_bytes_arrive_at_the_other_end(bool fromServer)
    {
        using var pair = await ConnectAsync();
        var (from, to) = fromServer ? (pair.Server, pair.Client) : (pair.Client, pair.Server);
        await from.SendAsync("hello"u8.ToArray());
        Assert.Equal("hello"u8.ToArray(), await to.ReceiveAsync(5));
    }

    [Fact]
    public async Task Staged_bytes_stay_until_they_are_flushed_and_leave_together()
    {
        using var pair = await ConnectAsync();
        pair.Client.Stage("one "u8);
        pair.Client.Stage("two"u8);
        Assert.Equal(7, pair.Client.Output.UnflushedBytes);
        Assert.False(pair.Server.Input.TryRead(out _));
        await pair.Client.FlushAllAsync();
        Assert.Equal(0, pair.Client.Output.UnflushedBytes);
        Assert.Equal("one two"u8.ToArray(), await pair.Server.ReceiveAsync(7));
    }

    [Fact]
    public async Task Many_portions_arrive_in_order()
    {
        using var pair = await ConnectAsync();
        var expected = new StringBuilder();
        for (var i = 0; i < 500; i++)
        {
            var portion = $"[{i}]";
            expected.Append(portion);
            await pair.Client.SendAsync(Encoding.ASCII.GetBytes(portion));
        }

        var bytes = await pair.Server.ReceiveAsync(expected.Length);
        Assert.Equal(expected.ToString(), Encoding.ASCII.GetString(bytes));
    }

    [Fact]
    public async Task TryRead_has_nothing_before_bytes_came()
    {
        using var pair = await ConnectAsync();
        Assert.False(pair.Server.Input.TryRead(out _));
    }

    [Fact]
    public async Task A_pending_read_wakes_up_when_bytes_come()
    {
        using var pair = await ConnectAsync();
        var pending = pair.Server.Input.ReadAsync().AsTask();
        Assert.False(pending.IsCompleted);
        await pair.Client.SendAsync("x"u8.ToArray());
        var result = await pending.InTime();
        Assert.Equal("x"u8.ToArray(), result.Buffer.ToArray());
        pair.Server.Input.AdvanceTo(result.Buffer.End);
    }

    [Fact]
    public async Task A_few_bytes_that_wait_for_more_do_not_hold_a_large_array()
    {
        using var pair = await ConnectAsync();
        await pair.Client.SendAsync(new byte[4096 + 100]);
        await pair.Server.ReceiveAsync(4096);
        await pair.Server.PeekAsync(100);
        Assert.True(pair.Server.Input.TryRead(out var rest));
        pair.Server.Input.AdvanceTo(rest.Buffer.Start, rest.Buffer.End);
        var pending = pair.Server.Input.ReadAsync().AsTask();
        await pair.Client.SendAsync("x"u8.ToArray());
        var result = await pending.InTime();
        Assert.Equal(101, result.Buffer.Length);
        Assert.True(MemoryMarshal.TryGetArray(result.Buffer.First, out var array));
        Assert.InRange(array.Array!.Length, 1, 8 * 1024);
        pair.Server.Input.AdvanceTo(result.Buffer.End);
    }

    [Fact]
    public async Task Unexamined_bytes_come_again_without_new_ones()
    {
        using var pair = await ConnectAsync();
        await pair.Client.SendAsync("abcdef"u8.ToArray());
        await pair.Server.PeekAsync(6);
        Assert.True(pair.Server.Input.TryRead(out var again));
        Assert.Equal("abcdef"u8.ToArray(), again.Buffer.ToArray());
        pair.Server.Input.AdvanceTo(again.Buffer.GetPosition(2));

        var read = pair.Server.Input.ReadAsync();
        Assert.True(read.IsCompleted);
        var rest = await read;
        Assert.Equal("cdef"u8.ToArray(), rest.Buffer.ToArray());
        pair.Server.Input.AdvanceTo(rest.Buffer.End);
    }

    [Fact]
    public async Task Examined_bytes_wait_for_more_and_come_with_them()
    {
        using var pair = await ConnectAsync();
        await pair.Client.SendAsync("abc"u8.ToArray());
        await pair.Server.PeekAsync(3);
        Assert.True(pair.Server.Input.TryRead(out var first));
        pair.Server.Input.AdvanceTo(first.Buffer.GetPosition(1), first.Buffer.End);

        Assert.False(pair.Server.Input.TryRead(out _));
        var pending = pair.Server.Input.ReadAsync().AsTask();
        Assert.False(pending.IsCompleted);
        await pair.Client.SendAsync("de"u8.ToArray());
        var second = await pending.InTime();
        Assert.Equal("bcde"u8.ToArray(), second.Buffer.ToArray());
        pair.Server.Input.AdvanceTo(second.Buffer.End);
    }

    [Fact]
    public async Task Kept_bytes_survive_while_much_more_comes()
    {
        using var pair = await ConnectAsync();
        var expected = Pattern(200_000);
        var sending = pair.Client.SendAsync(expected);
        byte[] got = [];
        while (got.Length < 60_000)
        {
            // Nothing is consumed, so the buffer has to grow with the bytes in it.
            got = await pair.Server.PeekAsync(got.Length + 1);
            Assert.True(pair.Server.Input.TryRead(out var result));
            got = result.Buffer.ToArray();
            pair.Server.Input.AdvanceTo(result.Buffer.Start, got.Length < 60_000 ? result.Buffer.End : result.Buffer.Start);
        }

        Assert.Equal(expected.AsSpan(0, got.Length).ToArray(), got);
        Assert.Equal(expected, await pair.Server.ReceiveAsync(expected.Length));
        await sending.InTime();
    }

    [Fact]
    public async Task CancelPendingRead_ends_one_read_and_no_more()
    {
        using var pair = await ConnectAsync();
        var pending = pair.Server.Input.ReadAsync().AsTask();
        pair.Server.Input.CancelPendingRead();
        var result = await pending.InTime();
        Assert.True(result.IsCanceled);
        pair.Server.Input.AdvanceTo(result.Buffer.End);

        await pair.Client.SendAsync("x"u8.ToArray());
        Assert.Equal("x"u8.ToArray(), await pair.Server.ReceiveAsync(1));
    }

    [Fact]
    public async Task Flushing_nothing_completes_at_once()
    {
        using var pair = await ConnectAsync();
        var flush = pair.Client.Output.FlushAsync();
        Assert.True(flush.IsCompleted);
        Assert.False((await flush).IsCompleted);
    }

    [Fact]
    public async Task A_large_transfer_arrives_whole_in_both_directions_at_once()
    {
        using var pair = await ConnectAsync();
        var bytes = Pattern(8 * 1024 * 1024);
        var sending = Task.WhenAll(SendPortionsAsync(pair.Server, bytes), SendPortionsAsync(pair.Client, bytes));
        var atServer = pair.Server.ReceiveAsync(bytes.Length);
        var atClient = pair.Client.ReceiveAsync(bytes.Length);
        Assert.True((await atServer.InTime()).AsSpan().SequenceEqual(bytes));
        Assert.True((await atClient.InTime()).AsSpan().SequenceEqual(bytes));
        await sending.InTime();
    }

    [Fact]
    public async Task A_peer_that_does_not_read_stops_the_flush_and_loses_nothing()
    {
        using var pair = await ConnectAsync();
        var portion = Pattern(256 * 1024);
        var sent = 0;
        var flush = Task.FromResult(default(System.IO.Pipelines.FlushResult));
        while (flush.IsCompleted)
        {
            Assert.True(sent < 256 * 1024 * 1024, "The peer reads nothing and the flush never waits.");
            pair.Client.Stage(portion);
            sent += portion.Length;
            flush = pair.Client.Output.FlushAsync().AsTask();
        }

        // Staging goes on meanwhile; the next flush takes it along.
        pair.Client.Stage("last"u8);
        var receiving = pair.Server.ReceiveAsync(sent + 4);
        await flush.InTime();
        await pair.Client.FlushAllAsync();
        var received = await receiving.InTime();
        Assert.Equal("last"u8.ToArray(), received.AsSpan(sent).ToArray());
        for (var at = 0; at < sent; at += portion.Length)
        {
            Assert.True(received.AsSpan(at, portion.Length).SequenceEqual(portion), $"Differs in the portion at {at}.");
        }
    }

    [Fact]
    public async Task An_idle_connection_holds_no_buffer()
    {
        using var pair = await ConnectAsync();
        if (pair.Server.Input is not ReadinessInput)
        {
            // A pipe gives its segments back by itself, unseen.
            return;
        }

        Assert.Null(InputBuffer(pair.Server));
        await pair.Client.SendAsync("ping"u8.ToArray());
        await pair.Server.PeekAsync(4);
        Assert.NotNull(InputBuffer(pair.Server));
        await pair.Server.ReceiveAsync(4);
        Assert.Null(InputBuffer(pair.Server));

        // Waiting for bytes takes no buffer either: the kernel has room for them.
        var pending = pair.Server.Input.ReadAsync().AsTask();
        Assert.Null(InputBuffer(pair.Server));
        pair.Server.Input.CancelPendingRead();
        await pending.InTime();
    }

    private static object? InputBuffer(ConnectionTransport transport) => typeof(ReadinessInput)
        .GetField("_buffer", BindingFlags.Instance | BindingFlags.NonPublic)!
        .GetValue(transport.Input);

    private protected static byte[] Pattern(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static async Task SendPortionsAsync(ConnectionTransport to, byte[] bytes)
    {
        var random = new Random(7);
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(random.Next(1, 100_000), bytes.Length - at);
            await to.SendAsync(bytes.AsMemory(at, length));
            at += length;
        }
    }
}
