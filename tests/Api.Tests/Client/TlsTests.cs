using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HttpActors.Tests.Client;

/// <summary>TLS of the base library under both halves: a connect function on one side, <c>Accept</c> on the other.</summary>
public class TlsTests : ClientTest
{
    [Fact]
    public async Task N97_N128_Requests_go_through_tls_and_share_the_connection()
    {
        var server = Create();
        server.RequestReceived += (request, response) => response.End($"{request.Headers["host"]}{request.Url}");
        using var certificate = SelfSigned("tls.test");
        using var listening = new TcpListener(IPAddress.Loopback, 0);
        listening.Start();
        var accepting = AcceptAsync(listening, certificate, server);
        var agent = NewAgent(new HttpAgentOptions
        {
            ConnectStream = async (place, stop) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync((IPEndPoint)listening.LocalEndpoint, stop);
                var secure = new SslStream(new NetworkStream(socket, ownsSocket: true));
                await secure.AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions
                    {
                        TargetHost = place.Host,
                        RemoteCertificateValidationCallback = (_, shown, _, _) =>
                            shown is not null && shown.GetCertHashString() == certificate.GetCertHashString(),
                    },
                    stop);
                return secure;
            },
        });
        for (var i = 0; i < 3; i++)
        {
            var response = await Http.GetAsync($"http://tls.test:443/{i}", new ClientRequestOptions { Agent = agent }).InTime();
            Assert.Equal($"tls.test:443/{i}", await response.ReadStringAsync().InTime());
        }

        await accepting.InTime();
        Assert.Equal(1, agent.GetStats().CreatedConnections);
    }

    private static async Task AcceptAsync(TcpListener listening, X509Certificate2 certificate, HttpServer server)
    {
        var secure = new SslStream((await listening.AcceptTcpClientAsync().InTime()).GetStream());
        await secure.AuthenticateAsServerAsync(certificate).InTime();
        server.Accept(secure);
    }

    private static X509Certificate2 SelfSigned(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        // A key that was never exported is refused by some systems' TLS.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
