#!/usr/bin/env dotnet
#:project ../../src/Api/HttpActors.csproj
#:property PublishAot=false
using Akka.Actor;
using HttpActors;

// An actor answers the requests: it gets values and tells values, and keeps its state without locks.
// Try: curl -d apples http://127.0.0.1:8080/cart; curl -d pears http://127.0.0.1:8080/cart; curl http://127.0.0.1:8080/cart
using var system = ActorSystem.Create("shop");
var cart = system.ActorOf(Props.Create(() => new Cart()), "cart");

// Five seconds for an answer, else 504; 503 should the actor be gone.
var server = Http.CreateServer(
    new HttpServerOptions { ActorSystem = system },
    cart,
    new ActorHandlerOptions { Timeout = TimeSpan.FromSeconds(5), MaxBodySize = 1024 });

await server.ListenAsync(args.Length > 0 ? int.Parse(args[0]) : 8080, "127.0.0.1");
Console.WriteLine($"listening on http://{server.Address}");
await server.Completion;

internal sealed class Cart : ReceiveActor
{
    private readonly List<string> _items = [];

    public Cart()
    {
        Receive<HttpActorRequest>(request => request.Method == "POST", request =>
        {
            _items.Add(request.ReadText());
            Sender.Tell(HttpActorResponse.Status(204));
        });
        Receive<HttpActorRequest>(_ => Sender.Tell(HttpActorResponse.Text(string.Join('\n', _items) + "\n")));
    }
}
