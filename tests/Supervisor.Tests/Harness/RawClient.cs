using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace HttpActors.Supervisor.Tests.Harness;

/// <summary>A peer that sends exactly the bytes it is told to.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _client = new();

    internal static async Task<RawClient> ConnectAsync(Uri server)
    {
        var client = new RawClient();
        await client._client.ConnectAsync(server.DnsSafeHost, server.Port).WaitAsync(Wait.Limit);
        return client;
    }

    /// <summary>Sends one request that asks the server to close, and returns all that comes back.</summary>
    internal static async Task<string> ExchangeAsync(Uri server, string request)
    {
        using var client = await ConnectAsync(server);
        await client.SendAsync(request);
        using var response = new MemoryStream();
        await client._client.GetStream().CopyToAsync(response).WaitAsync(Wait.Limit);
        return Encoding.Latin1.GetString(response.ToArray());
    }

    internal static Task<string> GetAsync(Uri server, string target) =>
        ExchangeAsync(server, $"GET {target} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\n\r\n");

    internal Task SendAsync(string text) =>
        _client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask().WaitAsync(Wait.Limit);

    /// <summary>Reads exactly so many bytes.</summary>
    internal async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await _client.GetStream().ReadExactlyAsync(bytes).AsTask().WaitAsync(Wait.Limit);
        return bytes;
    }

    /// <summary>Reads one response whose length is announced.</summary>
    internal async Task<string> ReadResponseAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head.Append((char)(await ReadAsync(1))[0]);
        var length = head.ToString().Split("\r\n").First(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))[16..];
        return head + Encoding.UTF8.GetString(await ReadAsync(int.Parse(length, CultureInfo.InvariantCulture)));
    }

    /// <summary>Reads until the peer closes or resets, and says how many bytes came.</summary>
    internal async Task<long> DrainAsync()
    {
        var buffer = new byte[64 * 1024];
        var total = 0L;
        try
        {
            int read;
            while ((read = await _client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(Wait.Limit)) > 0)
                total += read;
        }
        catch (IOException)
        {
            // A reset ends the count just as well.
        }

        return total;
    }

    /// <summary>Closes with a reset, as a killed client does.</summary>
    internal void Reset()
    {
        _client.LingerState = new LingerOption(true, 0);
        _client.Close();
    }

    public void Dispose() => _client.Dispose();
}
