using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace HttpActors.Tests.Client;

/// <summary>Row 42 of the contract, <c>'socket'</c>: once a request, with a connection that is made, before anything is sent on it.</summary>
public class SocketAssignedTests : ClientTest
{
    [Fact]
    public async Task The_socket_comes_connected_and_before_the_first_octet()
    {
        var server = ListenRaw();
        var assigned = Promise<(bool, EndPoint?, EndPoint?)>();
        using var mayGoOn = new ManualResetEventSlim();
        var found = Promise<IPAddress[]>();
        var request = Http.Get(new ClientRequestOptions
        {
            Host = "somewhere",
            Port = server.Port,
            Agent = Agent,
            Lookup = (_, _) => new ValueTask<IPAddress[]>(found.Task),
        });
        request.SocketAssigned += socket =>
        {
            assigned.SetResult((socket.IsConnecting, socket.LocalEndPoint, socket.RemoteEndPoint));
            mayGoOn.Wait(Bounded.Patience);
        };
        found.SetResult([IPAddress.Loopback]);
        var peer = await server.AcceptAsync();
        var (isConnecting, local, remote) = await assigned.Task.InTime();
        Assert.False(isConnecting);
        Assert.Equal(peer.RemoteEndPoint, local);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, server.Port), remote);
        Assert.Equal(0, peer.Available);
        mayGoOn.Set();
        await peer.ReadHeadAsync();
        await peer.AnswerAsync();
        await (await request.Response.InTime()).ReadAllAsync().InTime();
    }

    [Fact]
    public async Task While_the_connection_is_being_made_the_request_has_a_socket_that_says_so()
    {
        var mayConnect = Promise<IDuplexPipe>();
        var asked = Promise();
        var request = Http.Get(new ClientRequestOptions
        {
            Agent = Agent,
            Connect = _ =>
            {
                asked.TrySetResult();
                return new ValueTask<IDuplexPipe>(mayConnect.Task);
            },
        });
        var early = Promise<NetSocket>();
        request.SocketAssigned += early.SetResult;
        await asked.Task.InTime();
        var socket = request.Socket!;
        Assert.True(socket.IsConnecting);
        Assert.Null(socket.RemoteEndPoint);
        var late = Promise<NetSocket>();
        request.SocketAssigned += late.SetResult;
        var (toServer, toClient) = (new Pipe(), new Pipe());
        mayConnect.SetResult(new Ends(toClient.Reader, toServer.Writer));
        Assert.Same(socket, await early.Task.InTime());
        Assert.Same(socket, await late.Task.InTime());
        Assert.False(socket.IsConnecting);
        await toServer.Reader.ReadAsync().InTime();
        var later = Promise<NetSocket>();
        request.SocketAssigned += later.SetResult;
        Assert.Same(socket, await later.Task.InTime());
        request.Destroy();
    }

    [Fact]
    public async Task A_connection_that_is_used_again_is_told_again_and_one_that_is_repeated_is_not()
    {
        var server = ListenRaw();
        var peer = await KeepOneAsync(server);
        var told = new List<long>();
        var second = Http.Get(To(server));
        second.SocketAssigned += socket => told.Add(socket.Id);
        await peer.ReadHeadAsync();
        peer.Reset();
        var fresh = await server.AcceptAsync();
        await fresh.ReadHeadAsync();
        await fresh.AnswerAsync("repeated");
        Assert.Equal("repeated", await (await second.Response.InTime()).ReadStringAsync().InTime());
        await ClosedOf(second).InTime();
        Assert.Equal([1], told);
    }

    [Fact]
    public async Task Where_no_connection_could_be_made_there_is_an_error_and_no_socket()
    {
        var log = new EventLog();
        var request = Http.Get(To(DeadPort()));
        request.SocketAssigned += _ => log.Add("socket");
        request.Errored += _ => log.Add("error");
        request.Closed += () => log.Close("close");
        Assert.Equal("error, close", await log.WholeAsync());
    }

    [Fact]
    public async Task A_unix_socket_that_is_not_there_is_ENOENT_and_a_dead_one_refuses()
    {
        var path = Path.Combine(Path.GetTempPath(), $"ha-{Guid.NewGuid():N}.sock");
        await AssertFailsAsync(path, "ENOENT");
        using (var listening = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            listening.Bind(new UnixDomainSocketEndPoint(path));

            // Bound and never listening, as what a server leaves that was killed.
            await AssertFailsAsync(path, "ECONNREFUSED");
        }

        File.Delete(path);
    }

    private async Task AssertFailsAsync(string path, string code)
    {
        var error = await Assert.ThrowsAsync<HttpException>(
            () => Http.GetAsync(new ClientRequestOptions { SocketPath = path, Agent = Agent }).InTime());
        Assert.Equal((code, HttpPhase.Connect), (error.Code, error.Phase));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"connect {code} ", error.Message, StringComparison.Ordinal);
    }
}
