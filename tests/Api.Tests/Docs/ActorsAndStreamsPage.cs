using System.Reactive;
using System.Reactive.Linq;
using System.Text;
using Akka.Actor;

namespace HttpActors.Tests.Docs;

/// <summary>The code of docs/actors-and-streams.md, line by line.</summary>
internal static class ActorsAndStreamsPage
{
    public static HttpServer Callbacks()
    {
        var server = Http.CreateServer(async (request, response) =>
        {
            var name = await request.ReadStringAsync();
            response.SetHeader("Content-Type", "text/plain");
            response.End($"Hello, {name}!\n");
        });
        return server;
    }

    public static HttpServer AnActor(ActorSystem system)
    {
        var counter = system.ActorOf(Props.Create(() => new Counter()));
        var server = Http.CreateServer(
            new HttpServerOptions { ActorSystem = system },
            counter,
            new ActorHandlerOptions { Timeout = TimeSpan.FromSeconds(5), MaxBodySize = 64 * 1024 });
        return server;
    }

    public static HttpServer AnActorForEach(IActorRef admin, IActorRef counter)
    {
        var server = Http.CreateServer();
        server.RequestReceived += (request, response) =>
            response.ForwardTo(request.Url.StartsWith("/admin", StringComparison.Ordinal) ? admin : counter);
        return server;
    }

    public static async Task StreamsAsync(HttpServer server, Func<Task> scenario)
    {
        using var subscription = server.Requests
            .Where(exchange => exchange.Request.Method == "POST")
            .Subscribe(exchange => exchange.Request.Data
                .Select(Upper)
                .Subscribe(exchange.Response.AsObserver()));
        await scenario();
    }

    public static void PieceByPiece(HttpServer server)
    {
        server.ConnectionOpened += socket => socket.Requests.Subscribe(exchange => Observable
            .Range(0, 1000)
            .Select(number => Observable.FromAsync(stop => exchange.Response.WriteAsync(Line(number), stop).AsTask()))
            .Concat()
            .Subscribe(_ => { }, exchange.Fail, () => exchange.Response.End()));
    }

    public static async Task CaughtInsideAsync(HttpServer server, Func<Task> scenario)
    {
        using var subscription = server.Requests
            .SelectMany(exchange => Answer(exchange).Catch((Exception error) =>
            {
                exchange.Fail(error);
                return Observable.Empty<Unit>();
            }))
            .Subscribe();
        await scenario();
    }

    private static ReadOnlyMemory<byte> Upper(ReadOnlyMemory<byte> piece) =>
        Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(piece.Span).ToUpperInvariant());

    private static ReadOnlyMemory<byte> Line(int number) => Encoding.ASCII.GetBytes($"{number}\n");

    private static IObservable<Unit> Answer(HttpExchange exchange) => exchange.Request.Url == "/fail"
        ? Observable.Throw<Unit>(new InvalidOperationException("broken chain"))
        : Observable.FromAsync(() => exchange.Response.EndAsync("well"u8.ToArray()).AsTask());
}

internal sealed class Counter : ReceiveActor
{
    private int _count;

    public Counter() => Receive<HttpActorRequest>(_ => Sender.Tell(HttpActorResponse.Text($"{++_count}\n")));
}

internal sealed class Gateway : ReceiveActor
{
    private readonly HttpServer _server;

    public Gateway()
    {
        _server = Http.CreateServer(new HttpServerOptions { Parent = Context }, (_, response) => response.End("hosted\n"));
        Receive<string>(_ => Sender.Tell(_server));
    }

    protected override void PreStart() => _server.Listen(0, "127.0.0.1");
}
