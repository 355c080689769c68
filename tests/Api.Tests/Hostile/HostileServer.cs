using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace HttpActors.Tests.Hostile;

/// <summary>A server whose handler describes the request it was given, and counts by client.</summary>
public sealed class HostileServer : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, int> _ran = new();

    private HttpServer Server { get; set; } = null!;

    internal EndPoint? Address => Server.Address;

    /// <summary>How many requests of a client reached the handler; asked once, for its port will be another's.</summary>
    internal int RanFor(EndPoint client) => _ran.TryRemove(client.ToString()!, out var ran) ? ran : 0;

    public async Task InitializeAsync()
    {
        Server = Http.CreateServer(new HttpServerOptions { MaxRequestBodySize = 1_000_000 }, DescribeAsync);
        await Server.ListenAsync(0, "127.0.0.1").InTime();
    }

    public async Task DisposeAsync()
    {
        Server.Dispose();
        await Server.Completion.InTime();
    }

    private async Task DescribeAsync(IncomingMessage request, ServerResponse response)
    {
        _ran.AddOrUpdate(request.Socket!.RemoteEndPoint!.ToString()!, 1, static (_, count) => count + 1);
        var body = Encoding.Latin1.GetString(await request.ReadAllAsync());
        var text = new StringBuilder(CultureText($"{request.Method} {request.Url} {request.HttpVersion}\n"));
        foreach (var (name, value) in request.RawHeaders)
        {
            text.Append(CultureText($"raw {name}=[{value}]\n"));
        }

        foreach (var (name, value) in request.Headers)
        {
            text.Append(CultureText($"{name}=[{value}]\n"));
        }

        text.Append(CultureText($"body=[{body}]\n"));
        foreach (var (name, value) in request.Trailers)
        {
            text.Append(CultureText($"trailer {name}=[{value}]\n"));
        }

        response.End(Encoding.Latin1.GetBytes(text.ToString()));
    }

    private static string CultureText(FormattableString text) => FormattableString.Invariant(text);
}
