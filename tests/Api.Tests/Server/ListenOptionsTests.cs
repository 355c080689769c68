using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace HttpActors.Tests.Server;

/// <summary>Where connections come from (API rows 22, 23, n26, n38, n48).</summary>
public sealed class ListenOptionsTests : ServerTest
{
    [Theory]
    [InlineData(HttpTransport.Automatic)]
    [InlineData(HttpTransport.ThreadPool)]
    public async Task N48_A_server_listens_on_a_Unix_socket(HttpTransport transport)
    {
        var path = Path.Combine(Path.GetTempPath(), $"http-{Guid.NewGuid():N}.sock");
        var server = Create(new HttpServerOptions { Transport = transport });
        server.RequestReceived += (request, response) => response.End($"over a path, from {request.Socket!.RemoteEndPoint?.AddressFamily}");
        await server.ListenAsync(new HttpListenOptions { Path = path }).InTime();
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(path)).InTime();

        await client.SendAsync(Encoding.Latin1.GetBytes("GET / HTTP/1.0\r\n\r\n"));
        using var stream = new NetworkStream(client);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync().InTime();

        Assert.Contains("over a path", answer, StringComparison.Ordinal);
        Assert.Equal(path, Assert.IsType<UnixDomainSocketEndPoint>(server.Address).ToString());
        await server.CloseAsync().InTime();
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task N48_IPv6Only_leaves_IPv4_alone()
    {
        if (!Socket.OSSupportsIPv6)
        {
            return;
        }

        var server = Create();
        await server.ListenAsync(new HttpListenOptions { Host = "::", IPv6Only = true }).InTime();
        var port = Assert.IsType<IPEndPoint>(server.Address).Port;
        using var four = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var six = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);

        await six.ConnectAsync(IPAddress.IPv6Loopback, port).InTime();
        await Assert.ThrowsAsync<SocketException>(() => four.ConnectAsync(IPAddress.Loopback, port).InTime());
    }

    [Fact]
    public async Task N48_ReusePort_lets_two_servers_share_a_port()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS())
        {
            return;
        }

        var first = Create();
        var second = Create();
        await first.ListenAsync(new HttpListenOptions { Host = "127.0.0.1", ReusePort = true }).InTime();
        var port = Assert.IsType<IPEndPoint>(first.Address).Port;

        await Assert.ThrowsAsync<SocketException>(() => second.ListenAsync(port, "127.0.0.1").InTime());
        await second.ListenAsync(new HttpListenOptions { Port = port, Host = "127.0.0.1", ReusePort = true }).InTime();

        Assert.Equal(first.Address, second.Address);
    }

    [Fact]
    public void Row22_Row23_The_defaults_are_Nodes()
    {
        var options = new HttpListenOptions();
        Assert.Equal((0, null, null, 511), (options.Port, options.Host, options.Path, options.Backlog));
        Assert.False(options.IPv6Only || options.ReusePort);
        var server = Create();
        Assert.Throws<HttpRangeException>(() => { server.Listen(new HttpListenOptions { Port = 65_536 }); });
        Assert.Throws<HttpRangeException>(() => { server.Listen(new HttpListenOptions { Backlog = -1 }); });
    }

    [Fact]
    public async Task Row22_Row24_Listen_with_options_calls_back_when_bound()
    {
        var bound = Promise();
        var server = Create();
        Assert.Same(server, server.Listen(new HttpListenOptions { Host = "127.0.0.1" }, bound.SetResult));
        await bound.Task.InTime();
        Assert.True(server.IsListening);
    }

    [Fact]
    public async Task N38_A_stream_can_be_served()
    {
        var server = Create();
        server.RequestReceived += async (request, response) => response.End("over a stream: " + await request.ReadStringAsync());
        var toServer = new Pipe();
        var toClient = new Pipe();
        server.Accept(new Body.DuplexStream(new Ends(toServer.Reader, toClient.Writer)));

        await toServer.Writer.WriteAsync(Encoding.Latin1.GetBytes(
            "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody"));
        using var reader = new StreamReader(toClient.Reader.AsStream());
        var answer = await reader.ReadToEndAsync().InTime();

        Assert.EndsWith("\r\n\r\nover a stream: body", answer, StringComparison.Ordinal);
        await toServer.Writer.CompleteAsync();
        await Bounded.Until(() => server.ConnectionCount == 0);
    }

    [Fact]
    public async Task N38_A_stream_that_TLS_protects_can_be_served()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        var server = Create();
        server.RequestReceived += (_, response) => response.End("over TLS");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        var connecting = client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        var accepted = await listener.AcceptTcpClientAsync().InTime();
        await connecting.InTime();
        var serverSide = new SslStream(accepted.GetStream());
        await using var clientSide = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
        await Task.WhenAll(
            serverSide.AuthenticateAsServerAsync(certificate), clientSide.AuthenticateAsClientAsync("localhost")).InTime();

        server.Accept(serverSide);
        await clientSide.WriteAsync(Encoding.Latin1.GetBytes("GET / HTTP/1.0\r\n\r\n"));
        using var reader = new StreamReader(clientSide);

        Assert.EndsWith("\r\n\r\nover TLS", await reader.ReadToEndAsync().InTime(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpTransport.Automatic)]
    [InlineData(HttpTransport.ThreadPool)]
    public async Task N25_N26_TcpKeepAlive_and_NoDelay_connections_serve(HttpTransport transport)
    {
        var server = await ServeAsync(
            (_, response) => response.End("probed"),
            new HttpServerOptions { TcpKeepAlive = true, TcpKeepAliveDelay = TimeSpan.FromSeconds(30), NoDelay = false, Transport = transport });

        Assert.Equal("probed", (await (await ConnectAsync(server)).ExchangeAsync(Get)).Body);
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
