using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace HttpActors.Tests.Scenarios;

/// <summary>The client's end of a connection within the process: no socket, no port, no kernel buffer.</summary>
internal sealed class MemoryClient(IDuplexPipe pipe)
{
    public const string Get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    public async Task SendAsync(string text) => await pipe.Output.WriteAsync(Encoding.Latin1.GetBytes(text)).InTime();

    /// <summary>The server sees the end; its answers still arrive.</summary>
    public void HalfClose() => pipe.Output.Complete();

    public async Task<RawResponse> GetAsync(string path)
    {
        await SendAsync($"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n");
        return await ReceiveAsync();
    }

    /// <summary>Exactly one response; what follows stays.</summary>
    public async Task<RawResponse> ReceiveAsync()
    {
        while (true)
        {
            var result = await pipe.Input.ReadAsync().InTime("octets of the server");
            if (RawResponse.TryParse(result.Buffer.ToArray(), toHead: false, out var response, out var length))
            {
                pipe.Input.AdvanceTo(result.Buffer.GetPosition(length));
                return response;
            }

            Assert.False(result.IsCompleted, $"The connection ended within a response: {Encoding.Latin1.GetString(result.Buffer)}");
            pipe.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    /// <summary>So many octets of whatever comes.</summary>
    public async Task<string> ReceiveAsync(int count)
    {
        var result = await pipe.Input.ReadAtLeastAsync(count).InTime("octets of the server");
        var octets = result.Buffer.Slice(0, Math.Min(count, result.Buffer.Length));
        var text = Encoding.Latin1.GetString(octets);
        pipe.Input.AdvanceTo(octets.End);
        return text;
    }

    /// <summary>Everything up to the server's orderly end.</summary>
    public async Task<string> ReceiveToEndAsync()
    {
        using var reader = new StreamReader(pipe.Input.AsStream(), Encoding.Latin1);
        return await reader.ReadToEndAsync().InTime("the end of the connection");
    }

    /// <summary>The server broke the connection off.</summary>
    public async Task ExpectAbortAsync() => await Assert.ThrowsAnyAsync<IOException>(ReceiveToEndAsync);
}
