using System.Net;
using System.Net.Sockets;

namespace HttpActors.Tests.Client;

/// <summary>A client with an agent of its own, closed with the test, beside the servers of <see cref="ServerTest"/>.</summary>
public abstract class ClientTest : ServerTest
{
    private readonly List<HttpAgent> _agents = [];
    private readonly List<RawServer> _raw = [];
    private HttpAgent? _agent;

    private protected HttpAgent Agent => _agent ??= NewAgent();

    public override async Task DisposeAsync()
    {
        foreach (var agent in _agents)
        {
            agent.Destroy();
            await agent.CloseAsync().InTime();
        }

        _raw.ForEach(server => server.Dispose());
        await base.DisposeAsync();
    }

    private protected HttpAgent NewAgent(HttpAgentOptions? options = null)
    {
        var agent = new HttpAgent(options);
        _agents.Add(agent);
        return agent;
    }

    /// <summary>A server that sends exactly what a test says.</summary>
    private protected RawServer ListenRaw()
    {
        var server = new RawServer();
        _raw.Add(server);
        return server;
    }

    private protected static int PortOf(HttpServer server) => ((IPEndPoint)server.Address!).Port;

    private protected ClientRequestOptions To(HttpServer server, string path = "/", string method = "GET") => To(PortOf(server), path, method);

    private protected ClientRequestOptions To(RawServer server, string path = "/", string method = "GET") => To(server.Port, path, method);

    private protected ClientRequestOptions To(int port, string path = "/", string method = "GET") =>
        new() { Host = "127.0.0.1", Port = port, Path = path, Method = method, Agent = Agent };

    /// <summary>Leaves one connection to the server idle in the pool: a GET was answered on it.</summary>
    private protected async Task<RawPeer> KeepOneAsync(RawServer server)
    {
        var response = Http.GetAsync(To(server));
        var peer = await server.AcceptAsync();
        await peer.ReadHeadAsync();
        await peer.AnswerAsync();
        await (await response.InTime()).ReadAllAsync().InTime();
        return peer;
    }

    /// <summary>A port of the loopback address where nobody listens.</summary>
    private protected static int DeadPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private protected static Task ClosedOf(ClientRequest request)
    {
        var closed = Promise();
        request.Closed += () => closed.TrySetResult();
        return closed.Task;
    }

    private protected static Task<Exception> ErrorOf(ClientRequest request)
    {
        var error = Promise<Exception>();
        request.Errored += thrown => error.TrySetResult(thrown);
        return error.Task;
    }
}
