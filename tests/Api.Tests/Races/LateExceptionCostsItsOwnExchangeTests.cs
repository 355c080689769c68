using Akka.TestKit.Xunit2;

namespace HttpActors.Tests.Races;

/// <summary>
/// The continuation of an <c>async void</c> method outlives its exchange and throws while the next one is under way.
/// </summary>
public sealed class LateExceptionCostsItsOwnExchangeTests : TestKit
{
    private const string Message = "late and broken";
    private readonly TaskCompletionSource _gate = new();

    [Theory]
    [InlineData("async void")]
    [InlineData("post")]
    [InlineData("write callback")]
    public async Task The_exchange_under_way_does_not_pay_for_the_one_before(string how)
    {
        ServerResponse? second = null;
        await using var server = Http.CreateServer(new HttpServerOptions { ActorSystem = Sys }, (request, answer) =>
        {
            if (request.Url == "/first")
            {
                FailLater(how, answer);
                answer.End("first");
            }
            else
            {
                second = answer;
                _gate.TrySetResult();
            }
        });
        await server.ListenAsync(0, "127.0.0.1").InTime();
        using var client = await RawClient.ConnectAsync(server.Address);
        await EventFilter.Exception<InvalidOperationException>(Message).ExpectOneAsync(async () =>
        {
            Assert.Equal("first", (await client.ExchangeAsync("GET /first HTTP/1.1\r\nHost: h\r\n\r\n")).Body);
            await client.SendAsync("GET /second HTTP/1.1\r\nHost: h\r\n\r\n");
            await Bounded.Until(() => Volatile.Read(ref second) is not null);
        });
        second!.End("second");
        Assert.Equal((200, "second"), (await client.ReadResponseAsync()) is var answer ? (answer.Status, answer.Body) : default);
    }

    private void FailLater(string how, ServerResponse answer)
    {
        var context = SynchronizationContext.Current!;
        switch (how)
        {
            case "async void":
                FailAsync();
                break;
            case "post":
                _gate.Task.ContinueWith(_ => context.Post(_ => Fail(), null), TaskScheduler.Default);
                break;
            default:
                // Refused, since the response is over by then: the callback comes in a turn of its own.
                _gate.Task.ContinueWith(_ => answer.Write("more", callback: _ => Fail()), TaskScheduler.Default);
                break;
        }
    }

    private async void FailAsync()
    {
        await _gate.Task;
        Fail();
    }

    private static void Fail() => throw new InvalidOperationException(Message);
}
