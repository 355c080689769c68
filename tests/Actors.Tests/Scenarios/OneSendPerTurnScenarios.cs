using System.Text;
using Akka.Actor;
using HttpActors.Actors.Server;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Scenarios;

/// <summary>Everything that a turn stages leaves with one send.</summary>
public sealed class OneSendPerTurnScenarios() : ServerScenario(onLoops: false)
{
    [Fact]
    public async Task Pipelined_requests_are_answered_with_one_send()
    {
        var (client, transport) = Serve(exchange => Answer.With(exchange, exchange.Request.Target));
        await SendAsync(client, string.Concat(Enumerable.Range(0, 10).Select(i => $"GET /{i} HTTP/1.1\r\nHost: h\r\n\r\n")));
        await ReceiveUntilAsync(client, "/9");
        Assert.Equal(1, transport.Sends);
    }

    [Fact]
    public async Task More_than_a_turns_share_takes_a_turn_and_a_send_each()
    {
        var (client, transport) = Serve(
            exchange => Answer.With(exchange, exchange.Request.Target), ServerSettings.Default with { ExchangesPerTurn = 4 });
        await SendAsync(client, string.Concat(Enumerable.Range(0, 10).Select(i => $"GET /{i} HTTP/1.1\r\nHost: h\r\n\r\n")));
        await ReceiveUntilAsync(client, "/9");
        Assert.Equal(3, transport.Sends);
    }

    [Fact]
    public async Task Head_pieces_and_end_of_a_response_leave_together()
    {
        var (client, transport) = Serve(exchange =>
        {
            Answer.Take(exchange);
            exchange.FlushHead();
            exchange.Write("one "u8, null);
            exchange.Write("two "u8, null);
            exchange.End("three"u8.ToArray(), null);
        });
        await SendAsync(client, HostedServer.Get);
        await ReceiveUntilAsync(client, "0\r\n\r\n");
        Assert.Equal(1, transport.Sends);
    }

    [Fact]
    public async Task What_another_thread_writes_while_a_turn_runs_leaves_with_one_send()
    {
        var (client, transport) = Serve(exchange =>
        {
            Answer.Take(exchange);
            var writer = new Thread(() =>
            {
                for (var i = 0; i < 100; i++)
                {
                    exchange.Write("piece "u8, null);
                }

                exchange.End("end"u8.ToArray(), null);
            });
            writer.Start();
            writer.Join();
        });
        await SendAsync(client, HostedServer.Get);
        await ReceiveUntilAsync(client, "0\r\n\r\n");
        Assert.Equal(1, transport.Sends);
    }

    private (MemoryTransport Client, CountingTransport Transport) Serve(
        Action<ServerExchange> handler, ServerSettings? settings = null)
    {
        var (serverEnd, clientEnd) = MemoryTransport.CreatePair();
        var transport = new CountingTransport(serverEnd);
        var server = Create(settings, handler);
        server.Actor.Tell(new StartConnection(new ServerConnection(server.Context, transport)));
        return (clientEnd, transport);
    }

    private static async Task SendAsync(MemoryTransport to, string text) =>
        await to.Output.WriteAsync(Encoding.ASCII.GetBytes(text)).InTime();

    private static async Task ReceiveUntilAsync(MemoryTransport from, string end)
    {
        while (true)
        {
            var result = await from.Input.ReadAsync().InTime();
            var text = Encoding.ASCII.GetString(result.Buffer);
            from.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (text.EndsWith(end, StringComparison.Ordinal))
            {
                return;
            }
        }
    }
}
