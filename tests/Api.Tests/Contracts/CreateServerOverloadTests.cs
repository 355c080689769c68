namespace HttpActors.Tests.Contracts;

/// <summary>
/// Which overload of CreateServer a lambda binds to: with the asynchronous one a failure is a Task, with the plain one
/// it is thrown in the turn. That these lines compile is half of the test.
/// </summary>
public sealed class CreateServerOverloadTests : ServerTest
{
    [Fact]
    public async Task A_plain_lambda_is_a_RequestListener()
    {
        await AnswersAsync(Http.CreateServer((request, response) => { response.End(request.Url); }), 200);
        await AnswersAsync(Http.CreateServer((_, response) => response.End("x")), 200);
        await AnswersAsync(Http.CreateServer(new HttpServerOptions(), (_, response) => { response.End("x"); }), 200);
    }

    [Fact]
    public async Task An_async_lambda_is_followed()
    {
        await AnswersAsync(
            Http.CreateServer(async (_, response) =>
            {
                await Task.Yield();
                response.End("x");
            }),
            200);
        await AnswersAsync(
            Http.CreateServer(new HttpServerOptions(), async (_, response) =>
            {
                await Task.Yield();
                response.StatusCode = 201;
                await response.EndAsync();
            }),
            201);
    }

    [Fact]
    public async Task A_lambda_that_only_throws_is_a_500() =>
        await AnswersAsync(Http.CreateServer((_, _) => throw new NotSupportedException("a lambda that only throws")), 500);

    [Fact]
    public async Task A_method_group_binds_by_its_return_type()
    {
        static void Plain(IncomingMessage request, ServerResponse response) => response.End();
        static Task Followed(IncomingMessage request, ServerResponse response) => response.EndAsync().AsTask();
        await AnswersAsync(Http.CreateServer(Plain), 200);
        await AnswersAsync(Http.CreateServer(Followed), 200);
    }

    [Fact]
    public async Task Without_a_listener_there_is_none()
    {
        await AnswersAsync(Http.CreateServer(), 503);
        await AnswersAsync(Http.CreateServer(new HttpServerOptions()), 503);
    }

    private static async Task AnswersAsync(HttpServer server, int status)
    {
        await server.ListenAsync(0, "127.0.0.1").InTime();
        using var client = await RawClient.ConnectAsync(server.Address);
        Assert.Equal(status, (await client.ExchangeAsync(Get)).Status);
        server.Dispose();
        await server.Completion.InTime();
    }
}
