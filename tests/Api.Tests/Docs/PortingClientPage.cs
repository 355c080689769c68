using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace HttpActors.Tests.Docs;

/// <summary>The code of docs/porting-client.md, cell by cell.</summary>
internal static class PortingClientPage
{
    public static void Request()
    {
        var request = Http.Request(new ClientRequestOptions { Port = 8080 }, response => response.Resume());
        Http.Get(new ClientRequestOptions { Port = 8080 }, response => response.Resume());
        var byName = new ClientRequestOptions { Host = "localhost" };
        var byOtherName = new ClientRequestOptions { Hostname = "127.0.0.1" };
        var byPort = new ClientRequestOptions { Port = 80 };
        var byMethod = new ClientRequestOptions { Method = "POST" };
        var byPath = new ClientRequestOptions { Path = "/index.html?page=12" };
        var byHeaders = new ClientRequestOptions { Headers = [new("Content-Length", "3")] };
        request.Closed += () => Console.WriteLine("over");
        request.Errored += error => Console.WriteLine((error as IHttpError)?.Code);
        request.Finished += () => Console.WriteLine("handed to the operating system");
        request.ResponseReceived += response => Console.WriteLine(response.StatusCode);
        request.SocketAssigned += socket => Console.WriteLine(socket.RemoteEndPoint);
        request.End("bye", error => Console.WriteLine(error is null));
        request.SetTimeout(TimeSpan.FromSeconds(5), socket => request.Destroy());
        var goesOn = request.Write("part", callback: error => Console.WriteLine("handed over"));
        _ = (byName, byOtherName, byPort, byMethod, byPath, byHeaders, goesOn);
    }

    public static void Response(IncomingMessage response)
    {
        response.DataReceived += data => Console.WriteLine(data.Length);
        response.Ended += () => Console.WriteLine(response.IsComplete);
        response.Closed += () => Console.WriteLine("over");
        var type = response.Headers["content-type"];
        var status = response.StatusCode;
        var reason = response.StatusMessage;
        var none = response.Method ?? response.Url;
        var server = response.Socket?.RemoteEndPoint;
        response.SetTimeout(TimeSpan.FromSeconds(5), socket => socket.Destroy());
        _ = (type, status, reason, none, server);
    }

    public static async Task NewerAsync()
    {
        var request = Http.Request("http://127.0.0.1:8080/path", new ClientRequestOptions { Method = "PUT" });
        var awaited = await Http.GetAsync("http://127.0.0.1:8080/");
        var shared = Http.GlobalAgent;
        var largest = Http.MaxHeaderSize;
        request.InformationReceived += information => Console.WriteLine(information.StatusCode);
        request.ContinueReceived += () => request.End("body");
        var wanted = await request.ContinueAsync();
        request.Upgraded += (response, socket, head) => socket.Write("in the new protocol");
        request.TunnelEstablished += (response, socket, head) => socket.Write("through the tunnel");
        request.TimedOut += socket => request.Destroy();
        request.Drained += () => Console.WriteLine("write on");
        request.Destroy(new InvalidOperationException("not wanted any more"));
        request.Abort();
        var gone = request.IsDestroyed;
        request.FlushHeaders();
        request.SetHeader("Accept", "text/plain");
        var accept = request.GetHeader("accept");
        var names = request.Headers.Names;
        var hasAccept = request.HasHeader("Accept");
        request.RemoveHeader("Accept");
        request.Path = "/elsewhere";
        var asked = $"{request.Method} {request.Protocol}//{request.Host}";
        var reused = request.ReusedSocket;
        request.MaxHeadersCount = 100;
        request.SetNoDelay(false);
        request.SetSocketKeepAlive(true, TimeSpan.FromSeconds(30));
        var carrier = request.Socket;
        using var cork = request.Cork();
        request.AppendHeader("Accept", "text/html");
        request.SetHeaders([new("X-A", "1"), new("X-B", "2")]);
        var written = request.Headers.Raw;
        var built = request.HeadersSent;
        request.AddTrailers([new("Checksum", "abc")]);
        var ended = request.IsEnded;
        var finished = request.IsFinished;
        var waiting = request.BufferedBytes;
        var mark = request.HighWaterMark;
        _ = (awaited, shared, largest, wanted, gone, accept, names, hasAccept, asked, reused, carrier, written, built, ended, finished, waiting, mark);
    }

    public static async Task ResponseAsync(IncomingMessage response)
    {
        var asked = response.Request;
        var upgraded = response.Upgrade;
        var lines = response.RawHeaders;
        var cookies = response.Headers.GetValues("set-cookie");
        var sum = response.Trailers["x-sum"];
        var version = response.HttpVersion;
        var complete = response.IsComplete;
        response.Destroy();
        response.Aborted.Register(() => Console.WriteLine("the connection died"));
        response.Pause();
        response.Resume();
        await response.CopyToAsync(Stream.Null);
        await foreach (var piece in response) Console.WriteLine(piece.Length);
        var text = await response.ReadStringAsync();
        var thing = await response.ReadJsonAsync<Dictionary<string, int>>();
        _ = (asked, upgraded, lines, cookies, sum, version, complete, text, thing);
    }

    public static void Options(HttpAgent agent, Stream stream, CancellationToken stop)
    {
        var pooled = new ClientRequestOptions { Agent = agent };
        var single = new ClientRequestOptions { UseAgent = false };
        var known = new ClientRequestOptions { Auth = "user:password" };
        var spoken = new ClientRequestOptions { Protocol = "http:", DefaultPort = 8080 };
        var exact = new ClientRequestOptions { RawHeaders = [new("Host", "x")] };
        var nameless = new ClientRequestOptions { SetHost = false };
        var bare = new ClientRequestOptions { SetDefaultHeaders = false };
        var patient = new ClientRequestOptions { Timeout = TimeSpan.FromSeconds(30) };
        var stoppable = new ClientRequestOptions { CancellationToken = stop };
        var ownWay = new ClientRequestOptions { ConnectStream = _ => new ValueTask<Stream>(stream) };
        var local = new ClientRequestOptions { SocketPath = "/run/service.sock" };
        var six = new ClientRequestOptions { Family = AddressFamily.InterNetworkV6 };
        var resolved = new ClientRequestOptions { Lookup = (_, _) => ValueTask.FromResult<IPAddress[]>([IPAddress.Loopback]) };
        var from = new ClientRequestOptions { LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 0) };
        var small = new ClientRequestOptions { MaxHeaderSize = 4096 };
        var joined = new ClientRequestOptions { JoinDuplicateHeaders = true };
        var unique = new ClientRequestOptions { UniqueHeaders = ["X-Once"] };
        var watched = new ClientRequestOptions { TcpKeepAlive = true, TcpKeepAliveDelay = TimeSpan.FromSeconds(30) };
        var strict = new ClientRequestOptions { HeadersTimeout = TimeSpan.FromSeconds(9), BodyTimeout = TimeSpan.FromSeconds(9) };
        var lenient = new ClientRequestOptions { MaxRedirects = 5, Retry = new HttpRetryOptions() };
        _ = (pooled, single, known, spoken, exact, nameless, bare, patient, stoppable, ownWay, local, six, resolved, from, small, joined, unique, watched, strict, lenient);
    }

    public static async Task AgentAsync(HttpAgent agent, Stream stream)
    {
        var fresh = new HttpAgentOptions { KeepAlive = false };
        var probed = new HttpAgentOptions { TcpKeepAlive = true, TcpKeepAliveDelay = TimeSpan.FromSeconds(1) };
        var early = new HttpAgentOptions { KeepAliveTimeoutBuffer = TimeSpan.FromSeconds(1) };
        var narrow = new HttpAgentOptions { MaxSockets = 4 };
        var narrower = new HttpAgentOptions { MaxTotalSockets = 4 };
        var frugal = new HttpAgentOptions { MaxFreeSockets = 1 };
        var fair = new HttpAgentOptions { Scheduling = HttpScheduling.Fifo };
        var idle = new HttpAgentOptions { Timeout = TimeSpan.FromSeconds(5) };
        var wired = new HttpAgentOptions { ConnectStream = (place, stop) => new ValueTask<Stream>(stream) };
        var figures = agent.GetStats();
        await agent.CloseAsync();
        agent.Destroy();
        _ = (fresh, probed, early, narrow, narrower, frugal, fair, idle, wired, figures);
    }

    public static HttpAgent Tls()
    {
        var agent = new HttpAgent(new HttpAgentOptions
        {
            ConnectStream = async (place, stop) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(place, stop);
                var secure = new SslStream(new NetworkStream(socket, ownsSocket: true));
                await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = place.Host }, stop);
                return secure;
            },
        });
        return agent;
    }
}
