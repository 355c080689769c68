using System.Reactive.Concurrency;
using System.Reactive.Linq;
using System.Text;

namespace HttpActors.Tests.Streams;

/// <summary>An observable as a response body.</summary>
public sealed class AsObserverTests : ServerTest
{
    [Fact]
    public async Task OnNext_writes_and_OnCompleted_ends()
    {
        var answer = await AnswerToAsync(Get, (_, response) =>
            new[] { "a", "b", "c" }.ToObservable().Select(Bytes).Subscribe(response.AsObserver()));
        Assert.Equal(("chunked", "abc"), (answer["Transfer-Encoding"], answer.Body));
    }

    [Fact]
    public async Task A_source_on_other_threads_keeps_its_order()
    {
        var answer = await AnswerToAsync(Get, (_, response) => Observable
            .Range(0, 500, TaskPoolScheduler.Default)
            .Select(number => Bytes($"{number},"))
            .Subscribe(response.AsObserver()));
        Assert.Equal(string.Concat(Enumerable.Range(0, 500).Select(number => $"{number},")), answer.Body);
    }

    [Fact]
    public async Task OnError_breaks_the_response_so_that_nobody_takes_the_part_for_the_whole()
    {
        ServerResponse? broken = null;
        var closed = Promise();
        var cause = new InvalidOperationException("the source failed");
        var server = await ServeAsync((_, response) =>
        {
            broken = response;
            response.Closed += closed.SetResult;
            Observable.Return(Bytes("part")).Concat(Observable.Throw<ReadOnlyMemory<byte>>(cause)).Subscribe(response.AsObserver());
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        Assert.True(await client.EndsWithResetAsync());
        await closed.Task.InTime();
        Assert.Same(cause, broken!.Error);
    }

    [Fact]
    public async Task What_comes_after_the_end_is_ignored()
    {
        var errors = 0;
        var answer = await AnswerToAsync(Get, (_, response) =>
        {
            response.Errored += _ => errors++;
            var observer = response.AsObserver();
            observer.OnNext(Bytes("once"));
            observer.OnCompleted();
            observer.OnNext(Bytes("late"));
            observer.OnCompleted();
            observer.OnError(new InvalidOperationException("late"));
        });
        Assert.Equal(("once", 0), (answer.Body, errors));
    }

    [Fact]
    public async Task A_body_goes_through_operators_into_the_response()
    {
        var answer = await AnswerToAsync(Post("shout"), (request, response) => request.Data
            .Select(data => Bytes(Encoding.ASCII.GetString(data.Span).ToUpperInvariant()))
            .Subscribe(response.AsObserver()));
        Assert.Equal("SHOUT", answer.Body);
    }

    [Fact]
    public async Task A_cold_source_waits_for_a_slow_peer_when_each_piece_is_awaited()
    {
        const int Pieces = 400;
        var made = 0;
        var server = await ServeAsync((_, response) =>
        {
            Observable.Generate(0, at => at < Pieces, at => at + 1, at => at)
                .Select(_ => Observable.FromAsync(async cancel =>
                {
                    Interlocked.Increment(ref made);
                    await response.WriteAsync(new byte[64 * 1024], cancel);
                }))
                .Concat()
                .Subscribe(_ => { }, () => response.End());
        });
        var client = await ConnectAsync(server, receiveBuffer: 4096);
        await client.SendAsync(Get);
        await client.ReadAsync(1);

        // 25 MB do not fit between the two ends: the source has been stopped somewhere.
        Assert.InRange(Volatile.Read(ref made), 1, Pieces - 1);
        var rest = await client.ReadResponseLengthAsync();
        Assert.InRange(rest, 1, int.MaxValue);
        Assert.Equal(Pieces, made);
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.ASCII.GetBytes(text);
}

internal static class RawClientCounting
{
    /// <summary>Reads until the last chunk has come, without keeping what was read.</summary>
    public static async Task<int> ReadResponseLengthAsync(this RawClient client)
    {
        var length = 0;
        var tail = "";
        while (!tail.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
        {
            var piece = await client.ReadAsync(1);
            Assert.NotEqual("", piece);
            length += piece.Length;
            tail = piece.Length >= 7 ? piece[^7..] : (tail + piece)[^Math.Min(7, tail.Length + piece.Length)..];
        }

        return length;
    }
}
