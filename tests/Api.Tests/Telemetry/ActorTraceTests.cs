using Akka.TestKit.Xunit2;

namespace HttpActors.Tests.Telemetry;

/// <summary>An actor that answers a request can go on with its trace, on another machine too (n13).</summary>
[Collection(nameof(TelemetryCollection))]
public sealed class ActorTraceTests : TestKit
{
    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx")]
    public async Task N13_The_message_carries_the_servers_span(string request)
    {
        using var probe = new SpanProbe();
        await using var server = Http.CreateServer(new HttpServerOptions { ActorSystem = Sys }, TestActor);
        await server.ListenAsync(0, "127.0.0.1").InTime();
        using var client = await RawClient.ConnectAsync(server.Address);
        var answering = client.ExchangeAsync(request);
        var message = ExpectMsg<HttpActorRequest>(Bounded.Patience);
        LastSender.Tell(HttpActorResponse.Status(204), TestActor);
        Assert.Equal(204, (await answering).Status);
        Assert.Equal((await probe.OneAsync()).Id, message.TraceParent);
    }

    [Fact]
    public async Task N13_Without_a_listener_there_is_none()
    {
        await using var server = Http.CreateServer(new HttpServerOptions { ActorSystem = Sys }, TestActor);
        await server.ListenAsync(0, "127.0.0.1").InTime();
        using var client = await RawClient.ConnectAsync(server.Address);
        var answering = client.ExchangeAsync("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        Assert.Null(ExpectMsg<HttpActorRequest>(Bounded.Patience).TraceParent);
        LastSender.Tell(HttpActorResponse.Status(204), TestActor);
        Assert.Equal(204, (await answering).Status);
    }
}
