using System.Buffers;
using HttpActors.Body;

namespace HttpActors.Tests.Races;

/// <summary>
/// A piece is queued, and taken before the one who queued it gets to wake the reader: that wake must not reach the
/// reader's next wait, for which there is nothing yet.
/// </summary>
public sealed class PieceTakenBeforeItsWakeTests
{
    [Fact]
    public async Task A_wake_without_a_piece_wakes_nobody()
    {
        // No message: it is only asked when the queue is full.
        var body = new QueuedBody(null!, default);
        var reader = body.GetAsyncEnumerator();
        body.Fill(new ReadOnlySequence<byte>([1]));
        Assert.True(await reader.MoveNextAsync().InTime());
        var next = reader.MoveNextAsync();
        body.Wake();
        Assert.False(next.IsCompleted);

        body.OnData(new ReadOnlySequence<byte>([2]));
        Assert.True(await next.InTime());
        Assert.Equal([2], reader.Current.ToArray());
    }

    [Fact]
    public async Task A_failure_wakes_without_a_piece()
    {
        var body = new QueuedBody(null!, default);
        var next = body.GetAsyncEnumerator().MoveNextAsync().AsTask();
        body.OnFailed(new HttpException("ECONNRESET", "aborted"));
        Assert.Equal("aborted", (await Assert.ThrowsAsync<HttpException>(() => next.InTime())).Message);
    }
}
