using System.Buffers;

namespace HttpActors.Actors.Tests.Transport;

/// <content>How connections end.</content>
public abstract partial class TransportContractTests
{
    [Fact]
    public async Task A_half_close_is_an_orderly_end_and_leaves_the_other_direction_open()
    {
        using var pair = await ConnectAsync();
        await pair.Client.SendAsync("request"u8.ToArray());
        pair.Client.ShutdownOutput();
        var ending = await pair.Server.ReceiveToEndAsync();
        Assert.Equal("request"u8.ToArray(), ending.Bytes);
        Assert.Null(ending.Failure);

        await pair.Server.SendAsync("answer"u8.ToArray());
        Assert.Equal("answer"u8.ToArray(), await pair.Client.ReceiveAsync(6));
    }

    [Fact]
    public async Task An_end_stays_an_end()
    {
        using var pair = await ConnectAsync();
        pair.Client.ShutdownOutput();
        for (var i = 0; i < 3; i++)
        {
            var result = await pair.Server.Input.ReadAsync().InTime();
            Assert.True(result.IsCompleted || i == 0, "A read after the end must say so again.");
            pair.Server.Input.AdvanceTo(result.Buffer.End);
        }
    }

    [Fact]
    public async Task A_pending_read_wakes_up_at_the_peers_end()
    {
        using var pair = await ConnectAsync();
        var ending = pair.Server.ReceiveToEndAsync();
        Assert.False(ending.IsCompleted);
        pair.Client.ShutdownOutput();
        Assert.Null((await ending.InTime()).Failure);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Close_lets_flushed_bytes_arrive_and_then_ends_even_with_a_read_pending(bool pendingRead)
    {
        using var pair = await ConnectAsync();
        var bytes = Pattern(20_000);
        await pair.Server.SendAsync(bytes);
        var read = pendingRead ? pair.Server.Input.ReadAsync().AsTask() : Task.FromResult(default(System.IO.Pipelines.ReadResult));
        pair.Server.Close();
        await read.EndsAsync();
        var ending = await pair.Client.ReceiveToEndAsync();
        Assert.Equal(bytes, ending.Bytes);
        Assert.Null(ending.Failure);
    }

    [Fact]
    public async Task An_abort_reaches_the_peer_as_a_failure()
    {
        using var pair = await ConnectAsync();
        var ending = pair.Client.ReceiveToEndAsync();
        pair.Server.Abort();
        Assert.NotNull((await ending.InTime()).Failure);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Releasing_ends_a_pending_read(bool orderly)
    {
        using var pair = await ConnectAsync();
        var pending = pair.Server.Input.ReadAsync().AsTask();
        Assert.False(pending.IsCompleted);
        Release(pair, orderly);
        Assert.True(await pending.EndsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Releasing_ends_a_pending_flush(bool orderly)
    {
        using var pair = await ConnectAsync();
        var flush = FillUntilPending(pair);
        Release(pair, orderly);
        Assert.True(await flush.EndsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Octets_that_were_handed_out_stay_readable_until_the_buffers_are_released(bool orderly)
    {
        using var pair = await ConnectAsync();
        var bytes = Pattern(10_000);
        var sent = pair.Client.SendAsync(bytes);
        await pair.Server.PeekAsync(bytes.Length);
        Assert.True(pair.Server.Input.TryRead(out var result) || await IsReadableAsync(pair));
        Release(pair, orderly);
        foreach (var other in Enumerable.Range(0, 8))
        {
            // Whoever rents now must not get what is still being looked at.
            ArrayPool<byte>.Shared.Rent(4096 << (other % 4)).AsSpan().Fill(0xEE);
        }

        Assert.Equal(bytes, result.Buffer.ToArray());
        await sent.InTime();

        async Task<bool> IsReadableAsync(TransportPair from)
        {
            result = await from.Server.Input.ReadAsync().InTime();
            return true;
        }
    }

    [Fact]
    public async Task Releasing_again_and_shutting_down_late_do_nothing()
    {
        using var pair = await ConnectAsync();
        pair.Server.Close();
        pair.Server.Close();
        pair.Server.Abort();
        pair.Server.ShutdownOutput();
        pair.Client.Abort();
        pair.Client.Close();
        pair.Client.ShutdownOutput();
    }

    [Fact]
    public async Task Writing_to_a_peer_that_has_gone_is_reported_by_the_flush()
    {
        using var pair = await ConnectAsync();
        pair.Client.Abort();
        pair.Client.ReleaseBuffers();
        var reported = false;
        for (var i = 0; i < 1_000 && !reported; i++)
        {
            pair.Server.Stage(Pattern(64 * 1024));
            reported = await FailsAsync(pair);
        }

        Assert.True(reported, "64 MB went to nobody.");
        static async Task<bool> FailsAsync(TransportPair pair)
        {
            try
            {
                return (await pair.Server.Output.FlushAsync().InTime()).IsCompleted;
            }
            catch (Exception error) when (error is not TimeoutException)
            {
                return true;
            }
        }
    }

    private static Task<System.IO.Pipelines.FlushResult> FillUntilPending(TransportPair pair)
    {
        while (true)
        {
            pair.Server.Stage(Pattern(256 * 1024));
            var flush = pair.Server.Output.FlushAsync().AsTask();
            if (!flush.IsCompleted)
            {
                return flush;
            }
        }
    }

    private static void Release(TransportPair pair, bool orderly)
    {
        if (orderly)
        {
            pair.Server.Close();
        }
        else
        {
            pair.Server.Abort();
        }
    }
}
