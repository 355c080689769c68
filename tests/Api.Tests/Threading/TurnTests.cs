using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using HttpActors.Actors.Turns;

namespace HttpActors.Tests.Threading;

/// <summary>The threading promise: callbacks of one connection run one at a time, and an await comes back to it.</summary>
public sealed class TurnTests : ServerTest
{
    private static readonly AsyncLocal<string?> Local = new();

    [Fact]
    public async Task Every_callback_runs_in_the_connections_context()
    {
        var seen = new ConcurrentDictionary<string, SynchronizationContext?>();
        void See(string where) => seen[where] = SynchronizationContext.Current;
        var done = Promise();
        var server = await ServeAsync(async (request, answer) =>
        {
            See("handler");
            request.DataReceived += _ => See("data");
            request.Ended += () => See("end");
            request.Closed += () =>
            {
                See("request closed");
                done.SetResult();
            };
            answer.Finished += () => See("finished");
            answer.Closed += () => See("response closed");
            await Task.Run(() => { });
            See("after an await");
            answer.Write("x", null, _ => See("write callback"));
            answer.End("y", _ => See("end callback"));
            answer.Write("z", null, _ => See("refused write"));
            answer.End(_ => See("joined end"));
        });
        server.ConnectionOpened += _ => See("connection");
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Post("body"));
        await done.Task.InTime();
        await Bounded.Until(() => seen.Count == 12);
        var context = Assert.IsAssignableFrom<TurnSynchronizationContext>(seen["handler"]);
        Assert.NotSame(context, Assert.IsAssignableFrom<TurnSynchronizationContext>(seen["connection"]));
        Assert.All(seen.Where(entry => entry.Key != "connection"), entry => Assert.True(ReferenceEquals(context, entry.Value), $"{entry.Key} ran outside the turn."));
    }

    [Fact]
    public async Task Exchanges_have_their_own_contexts()
    {
        var contexts = new ConcurrentBag<SynchronizationContext?>();
        var server = await ServeAsync((_, answer) =>
        {
            contexts.Add(SynchronizationContext.Current);
            answer.End();
        });
        for (var i = 0; i < 2; i++)
        {
            var client = await ConnectAsync(server);
            await client.ExchangeAsync(Get);
            await client.ExchangeAsync(Get);
        }

        Assert.Equal(4, contexts.Distinct().Count());
    }

    [Fact]
    public async Task Nothing_an_AsyncLocal_holds_leaks_from_one_callback_to_the_next()
    {
        var leaked = new ConcurrentBag<string?>();
        var server = await ServeAsync(async (request, answer) =>
        {
            leaked.Add(Local.Value);
            Local.Value = request.Url;
            request.DataReceived += _ =>
            {
                leaked.Add(Local.Value);
                Local.Value = "data";
            };
            request.Ended += () =>
            {
                leaked.Add(Local.Value);
                Local.Value = "end";
            };
            answer.Finished += () => leaked.Add(Local.Value);
            await Task.Run(() => { });
            Assert.Equal(request.Url, Local.Value);
            answer.End("ok");
        });
        Local.Value = "the test's";
        var client = await ConnectAsync(server);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("ok", (await client.ExchangeAsync(Post("body", $"/{i}"))).Body);
        }

        Assert.All(leaked, Assert.Null);
    }

    [Fact]
    public async Task A_continuation_outlives_its_connection_so_that_finally_blocks_run()
    {
        var gate = Promise();
        var started = Promise();
        var finalized = Promise();
        var server = await ServeAsync(async (_, _) =>
        {
            try
            {
                started.SetResult();
                await gate.Task;
            }
            finally
            {
                finalized.SetResult();
            }
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        await started.Task.InTime();
        client.Reset();
        await Bounded.Until(() => server.ConnectionCount == 0);
        gate.SetResult();
        await finalized.Task.InTime();
    }

    [Fact]
    public async Task No_connection_ever_runs_concurrently_with_itself()
    {
        const int Connections = 64;
        const int Exchanges = 20;
        var inside = new ConcurrentDictionary<long, int>();
        var overlaps = 0;
        async Task Handle(IncomingMessage request, ServerResponse answer)
        {
            for (var i = 0; i < 4; i++)
            {
                if (inside.AddOrUpdate(request.Socket!.Id, 1, (_, count) => count + 1) != 1)
                {
                    Interlocked.Increment(ref overlaps);
                }

                Thread.SpinWait(200);
                inside.AddOrUpdate(request.Socket!.Id, 0, (_, count) => count - 1);
                await Task.Yield();
            }

            answer.End(request.Url);
        }

        var server = await ServeAsync(Handle);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async number =>
        {
            var client = await RawClient.ConnectAsync(server.Address);
            for (var i = 0; i < Exchanges; i++)
            {
                var response = await client.ExchangeAsync($"GET /{number}/{i} HTTP/1.1\r\nHost: h\r\n\r\n");
                Assert.Equal($"/{number}/{i}", response.Body);
            }

            client.Dispose();
        }));
        Assert.Equal(0, overlaps);
    }

    [Fact]
    public async Task Handlers_of_several_connections_run_at_the_same_time()
    {
        // Each waits, in its turn, for the other one to have begun: no handler should block, but one that does must not block others.
        using var both = new Barrier(2);
        var server = await ServeAsync((_, answer) => answer.End($"{both.SignalAndWait(Bounded.Patience)}"));
        var first = await ConnectAsync(server);
        var second = await ConnectAsync(server);
        var answers = await Task.WhenAll(first.ExchangeAsync(Get), second.ExchangeAsync(Get));
        Assert.All(answers, answer => Assert.Equal("True", answer.Body));
    }

    [Fact]
    public async Task Writes_of_another_thread_arrive_in_its_order()
    {
        const int Pieces = 2_000;
        var server = await ServeAsync((request, answer) => _ = Task.Run(() =>
        {
            for (var i = 0; i < Pieces; i++)
            {
                answer.Write($"{i},");
            }

            answer.End("end");
        }));
        var client = await ConnectAsync(server);
        var response = await client.ExchangeAsync(Get);
        Assert.Equal(string.Concat(Enumerable.Range(0, Pieces).Select(i => $"{i},")) + "end", response.Body);
    }

    [Fact]
    public async Task Writes_of_several_threads_keep_each_threads_order()
    {
        const int Writers = 4;
        const int Pieces = 500;
        var server = await ServeAsync(async (_, answer) =>
        {
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
            {
                for (var i = 0; i < Pieces; i++)
                {
                    answer.Write($"{writer}:{i} ");
                }
            })));
            answer.End();
        });
        var client = await ConnectAsync(server);
        var pieces = (await client.ExchangeAsync(Get)).Body.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Writers * Pieces, pieces.Length);
        foreach (var writer in pieces.Select(piece => piece.Split(':')).GroupBy(piece => piece[0]))
        {
            Assert.Equal(Enumerable.Range(0, Pieces).Select(i => $"{i}"), writer.Select(piece => piece[1]));
        }
    }

    [Fact]
    public async Task A_write_in_the_turn_does_not_overtake_one_that_was_made_before_elsewhere()
    {
        var server = await ServeAsync((_, answer) =>
        {
            var context = SynchronizationContext.Current!;

            // Both wait for the next turn; the continuation comes first in it and writes when the other write was made.
            context.Post(_ => answer.End(" second"), null);
            var thread = new Thread(() => answer.Write("first"));
            thread.Start();
            thread.Join();
        });
        var client = await ConnectAsync(server);
        Assert.Equal("first second", (await client.ExchangeAsync(Get)).Body);
    }

    [Fact]
    public async Task Everything_can_be_called_from_another_thread()
    {
        var server = await ServeAsync((request, answer) => _ = Task.Run(async () =>
        {
            answer.SetHeader("A", "b");
            answer.WriteInformation(102);
            answer.WriteHead(202);
            answer.FlushHeaders();
            await answer.WriteAsync("one "u8.ToArray());
            var body = await request.ReadStringAsync();
            answer.Write(body);
            await answer.EndAsync(" three"u8.ToArray());
        }));
        var client = await ConnectAsync(server);
        await client.SendAsync(Post("two"));
        Assert.Equal(102, (await client.ReadResponseAsync()).Status);
        var response = await client.ReadResponseAsync();
        Assert.Equal((202, "b", "one two three"), (response.Status, response["A"], response.Body));
    }

    [Fact]
    public async Task What_cannot_be_sent_is_told_to_the_caller_on_another_thread_too()
    {
        var told = Promise<Exception?>();
        var server = await ServeAsync((request, answer) => _ = Task.Run(async () =>
        {
            answer.SetHeader("Content-Length", 10);
            told.SetResult(await Record.ExceptionAsync(() => answer.EndAsync("short"u8.ToArray()).AsTask()));
        }));
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        Assert.NotNull(await told.Task.InTime());
        await client.EndsWithResetAsync();
    }

    [Fact]
    public async Task A_body_that_is_read_as_json_is_read_in_the_turn()
    {
        var context = Promise<SynchronizationContext?>();
        var options = new JsonSerializerOptions { Converters = { new Witness(context) } };
        var server = await ServeAsync(async (request, answer) => answer.End((await request.ReadJsonAsync<string>(options))!));
        var client = await ConnectAsync(server);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n");
        await client.SendAsync("\"ok\"");
        Assert.Equal("ok", (await client.ReadResponseAsync()).Body);
        Assert.IsAssignableFrom<TurnSynchronizationContext>(await context.Task.InTime());
    }

    private sealed class Witness(TaskCompletionSource<SynchronizationContext?> context) : JsonConverter<string>
    {
        public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            context.SetResult(SynchronizationContext.Current);
            return reader.GetString()!;
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }
}
