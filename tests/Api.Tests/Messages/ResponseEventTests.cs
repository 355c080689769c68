namespace HttpActors.Tests.Messages;

/// <summary>What a response tells and when (API rows 27 to 30, 1.5; scenarios S50 and D51 to D54).</summary>
public sealed class ResponseEventTests : ServerTest
{
    [Fact]
    public async Task S54_The_order_is_end_finish_response_closed_request_closed()
    {
        var order = new List<string>();
        var done = Promise();
        await AnswerToAsync(Get, (request, answer) =>
        {
            answer.Ended += () => order.Add($"end {answer.IsEnded}");
            answer.Finished += () => order.Add($"finish {answer.IsFinished}");
            answer.Closed += () => order.Add("response closed");
            request.Closed += () =>
            {
                order.Add("request closed");
                done.SetResult();
            };
            answer.End("x", _ => order.Add("callback"));
            order.Add($"handler {answer.IsEnded}");
        });
        await done.Task.InTime();
        Assert.Equal(["end True", "handler True", "finish True", "callback", "response closed", "request closed"], order);
    }

    [Fact]
    public async Task Row29_Finish_and_close_are_raised_once_also_for_a_response_without_a_body()
    {
        var finished = 0;
        var closed = Promise();
        var server = await ServeAsync((_, answer) =>
        {
            answer.Finished += () => finished++;
            answer.Closed += () => closed.SetResult();
            answer.WriteHead(204);
            answer.End();
        });
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);
        await closed.Task.InTime();
        client.Dispose();
        await Bounded.Until(() => server.ConnectionCount == 0);
        Assert.Equal(1, finished);
    }

    [Fact]
    public async Task S50_A_response_that_waits_is_not_finished_and_callbacks_come_in_order()
    {
        var order = new List<string>();
        var done = Promise();
        await AnswerToAsync(Get, async (request, answer) =>
        {
            Assert.False(answer.IsFinished);
            answer.Write("a", null, error => order.Add($"a {error is null}"));
            answer.Write("b", null, error => order.Add($"b {error is null}"));
            await Task.Yield();
            answer.End("c", error =>
            {
                order.Add($"c {error is null}");
                done.SetResult();
            });
        });
        await done.Task.InTime();
        Assert.Equal(["a True", "b True", "c True"], order);
    }

    [Fact]
    public async Task Followers_that_come_after_the_end_hear_all_that_is_still_to_come()
    {
        var order = new List<string>();
        var done = Promise();
        await AnswerToAsync(Get, (_, answer) =>
        {
            answer.End("x");
            answer.Finished += () => order.Add("finish");
            answer.Closed += () =>
            {
                order.Add("close");
                done.SetResult();
            };
        });
        await done.Task.InTime();
        Assert.Equal(["finish", "close"], order);
    }

    [Fact]
    public async Task Completion_is_there_for_those_who_ask_late()
    {
        var answers = Promise<ServerResponse>();
        await AnswerToAsync(Get, (_, answer) =>
        {
            answer.End("x");
            answers.SetResult(answer);
        });
        var answer = await answers.Task;
        await answer.Completion.InTime();
        Assert.True(answer.IsFinished);
        Assert.False(answer.IsDestroyed);
        Assert.Null(answer.Error);
    }

    [Fact]
    public async Task S51_A_write_after_the_end_is_refused_later_and_harms_nothing()
    {
        var told = Promise<Exception?>();
        var raised = Promise<Exception>();
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            answer.Errored += raised.SetResult;
            answer.End("whole");
            Assert.False(answer.Write("more", null, told.SetResult));
            Assert.False(told.Task.IsCompleted);
        });
        Assert.Equal("whole", response.Body);
        Assert.Equal("ERR_STREAM_WRITE_AFTER_END", Assert.IsType<HttpStateException>(await told.Task.InTime()).Code);
    }

    [Fact]
    public async Task S51_WriteAsync_after_the_end_throws()
    {
        var thrown = Promise<Exception?>();
        await AnswerToAsync(Get, async (_, answer) =>
        {
            answer.End("whole");
            thrown.SetResult(await Record.ExceptionAsync(() => answer.WriteAsync("more"u8.ToArray()).AsTask()));
        });
        Assert.Equal("ERR_STREAM_WRITE_AFTER_END", Assert.IsType<HttpStateException>(await thrown.Task.InTime()).Code);
    }

    [Fact]
    public async Task Row30_A_second_End_without_data_joins_the_first_and_with_data_is_a_write_after_the_end()
    {
        var joined = Promise<Exception?>();
        var refused = Promise<Exception?>();
        var response = await AnswerToAsync(Get, (_, answer) =>
        {
            Assert.Same(answer, answer.End("one"));
            Assert.Same(answer, answer.End(joined.SetResult));
            answer.End("two", refused.SetResult);
        });
        Assert.Equal("one", response.Body);
        Assert.Null(await joined.Task.InTime());
        Assert.Equal("ERR_STREAM_WRITE_AFTER_END", Assert.IsType<HttpStateException>(await refused.Task.InTime()).Code);
    }

    [Fact]
    public async Task Row30_An_End_after_the_finish_says_so()
    {
        var told = Promise<Exception?>();
        await AnswerToAsync(Get, (_, answer) => answer.End("one", _ => answer.End(told.SetResult)));
        Assert.Equal("ERR_STREAM_ALREADY_FINISHED", Assert.IsType<HttpStateException>(await told.Task.InTime()).Code);
    }

    [Fact]
    public async Task S53_A_destroyed_response_breaks_the_connection_and_later_writes_hear_of_it()
    {
        var told = Promise<Exception?>();
        var closed = Promise();
        var server = await ServeAsync((_, answer) =>
        {
            answer.Errored += _ => told.TrySetException(new InvalidOperationException("nothing is raised after destroy"));
            answer.Closed += closed.SetResult;
            answer.Write("some");
            answer.Destroy(new InvalidOperationException("enough"));
            answer.Destroy();
            Assert.True(answer.IsDestroyed);
            Assert.Equal("enough", answer.Error?.Message);
            answer.Write("more", null, error => told.TrySetResult(error));
        });
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        Assert.True(await client.EndsWithResetAsync());
        Assert.Equal("ERR_STREAM_DESTROYED", Assert.IsType<HttpStateException>(await told.Task.InTime()).Code);
        await closed.Task.InTime();
    }

    [Fact]
    public async Task Destroying_a_finished_response_leaves_the_connection_alone()
    {
        var answers = Promise<ServerResponse>();
        var server = await ServeAsync((_, answer) => answer.End("ok", _ => answers.TrySetResult(answer)));
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);
        (await answers.Task.InTime()).Destroy();
        (await answers.Task).Request.Destroy();
        Assert.Equal("ok", (await client.ExchangeAsync(Get)).Body);
    }

    [Fact]
    public async Task N66_A_response_knows_its_request_and_both_their_socket()
    {
        var response = await AnswerToAsync(Get, (request, answer) =>
        {
            Assert.Same(request, answer.Request);
            Assert.Same(request.Socket, answer.Socket);
            Assert.NotNull(request.Socket!.RemoteEndPoint);
            Assert.NotNull(request.Socket!.LocalEndPoint);
            Assert.False(request.Socket!.IsDestroyed);
            answer.End("same");
        });
        Assert.Equal("same", response.Body);
    }

    [Fact]
    public async Task S93_A_client_that_leaves_ends_request_and_response_unfinished()
    {
        var events = new List<string>();
        var answers = Promise<ServerResponse>();
        var closed = Promise();
        var server = await ServeAsync((request, answer) =>
        {
            request.Errored += error => events.Add($"request error {((IHttpError)error).Code}");
            request.Closed += closed.SetResult;
            answer.Closed += () => events.Add($"response closed {answer.IsFinished}");
            request.DataReceived += _ => answers.TrySetResult(answer);
        });
        var client = await ConnectAsync(server);
        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nsome");
        var answer = await answers.Task.InTime();
        client.Reset();
        await closed.Task.InTime();
        Assert.Equal(["response closed False", "request error ECONNRESET"], events);
        Assert.True(answer.IsDestroyed);

        var told = Promise<Exception?>();
        Assert.False(answer.Write("late", null, told.SetResult));
        Assert.NotNull(await told.Task.InTime());
        await Assert.ThrowsAnyAsync<Exception>(() => answer.WriteAsync("late"u8.ToArray()).AsTask().InTime());
        await Assert.ThrowsAnyAsync<Exception>(() => answer.EndAsync("late"u8.ToArray()).AsTask().InTime());
        await Assert.ThrowsAsync<HttpException>(() => answer.Completion.InTime());
    }

    [Fact]
    public async Task S93_A_client_that_leaves_while_the_handler_works_is_noticed()
    {
        var aborted = Promise();
        var server = await ServeAsync((request, _) => request.Aborted.Register(aborted.SetResult));
        var client = await ConnectAsync(server);
        await client.SendAsync(Get);
        await Bounded.Until(() => server.ConnectionCount == 1);
        client.Reset();
        await aborted.Task.InTime();
    }

    [Fact]
    public async Task N89_Aborted_is_not_cancelled_by_a_normal_end()
    {
        var closed = Promise<CancellationToken>();
        var server = await ServeAsync((request, answer) =>
        {
            var token = request.Aborted;
            request.Closed += () => closed.SetResult(token);
            answer.End("ok");
        });
        var client = await ConnectAsync(server);
        await client.ExchangeAsync(Get);
        var token = await closed.Task.InTime();
        client.Dispose();
        await Bounded.Until(() => server.ConnectionCount == 0);
        Assert.False(token.IsCancellationRequested);
    }
}
