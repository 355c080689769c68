using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace HttpActors.Actors.Tests.Pool;

/// <summary>The server's end of a pooled connection, in this process.</summary>
internal sealed class PoolPeer(string place, IDuplexPipe pipe)
{
    /// <summary>Which origin or address it was made for.</summary>
    public string Place => place;

    /// <summary>The head of the next request.</summary>
    public async Task<string> ReadHeadAsync()
    {
        while (true)
        {
            var read = await pipe.Input.ReadAsync().InTime("a request");
            var text = Encoding.Latin1.GetString(read.Buffer);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                pipe.Input.AdvanceTo(read.Buffer.GetPosition(end + 4));
                return text[..(end + 4)];
            }

            Assert.False(read.IsCompleted, $"The client ended the connection after: {text}");
            pipe.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The target of the next request.</summary>
    public async Task<string> ReadTargetAsync() => (await ReadHeadAsync()).Split(' ')[1];

    public async Task SendAsync(string text) => await pipe.Output.WriteAsync(Encoding.Latin1.GetBytes(text)).InTime();

    public Task AnswerAsync(string body = "", string fields = "") =>
        SendAsync($"HTTP/1.1 200 OK\r\n{fields}Content-Length: {body.Length}\r\n\r\n{body}");

    /// <summary>Reads a request and answers it.</summary>
    public async Task ServeAsync(string body = "", string fields = "")
    {
        await ReadHeadAsync();
        await AnswerAsync(body, fields);
    }

    /// <summary>Ends the connection without a word.</summary>
    public void Close()
    {
        pipe.Output.Complete();
        pipe.Input.Complete();
    }

    /// <summary>The client has ended the connection, and nothing came before that.</summary>
    public async Task ExpectEndAsync()
    {
        try
        {
            var read = await pipe.Input.ReadAsync().InTime("the client's end");
            Assert.True(read.IsCompleted && read.Buffer.IsEmpty, Encoding.Latin1.GetString(read.Buffer));
        }
        catch (IOException)
        {
            // Broken off: an end as well.
        }
    }
}
