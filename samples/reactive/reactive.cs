#!/usr/bin/env dotnet
#:project ../../src/Api/HttpActors.csproj
#:property PublishAot=false
using System.Reactive.Linq;
using System.Text;
using HttpActors;

// Requests are a stream, and streams are responses.
// Try: curl -N http://127.0.0.1:8080/ticks; curl -d shout http://127.0.0.1:8080/
var server = Http.CreateServer();

// All requests of the server as one stream: one call at a time, whichever connection they come from.
using var ticks = server.Requests
    .Where(exchange => exchange.Request.Url == "/ticks")
    .Subscribe(exchange =>
    {
        exchange.Response.SetHeader("Content-Type", "text/event-stream");
        var source = Observable.Interval(TimeSpan.FromMilliseconds(100)).Take(3)
            .Select(number => Bytes($"data: {number}\n\n"))
            .Subscribe(exchange.Response.AsObserver());

        // Whoever leaves early is not sent to any more.
        exchange.Response.Closed += source.Dispose;
    });

// The requests of one connection, in its own turns, several connections at a time.
server.ConnectionOpened += socket => socket.Requests
    .Where(exchange => exchange.Request.Url != "/ticks")
    .Subscribe(exchange => exchange.Request.Data
        .Select(piece => Bytes(Encoding.UTF8.GetString(piece.Span).ToUpperInvariant()))
        .Subscribe(exchange.Response.AsObserver()));

await server.ListenAsync(args.Length > 0 ? int.Parse(args[0]) : 8080, "127.0.0.1");
Console.WriteLine($"listening on http://{server.Address}");
await server.Completion;

static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
