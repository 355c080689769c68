using System.Net;

namespace HttpActors.Fuzz;

/// <summary>A server of ours that reads what it gets and says "ok".</summary>
internal static class OurServer
{
    public static async Task<HttpServer> StartAsync()
    {
        var server = Http.CreateServer(new HttpServerOptions(), async (request, response) =>
        {
            await request.ReadAllAsync();
            response.End("ok");
        });
        await server.ListenAsync(0, "127.0.0.1");
        return server;
    }

    public static IPEndPoint EndPointOf(HttpServer server) => (IPEndPoint)server.Address!;
}
