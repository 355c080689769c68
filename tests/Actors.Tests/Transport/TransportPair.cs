using System.Buffers;
using System.IO.Pipelines;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Transport;

/// <summary>Both ends of one connection; what a transport's contract test asks its subclass for.</summary>
internal sealed record TransportPair(ConnectionTransport Server, ConnectionTransport Client) : IDisposable
{
    public void Dispose()
    {
        Server.Abort();
        Client.Abort();
        Server.ReleaseBuffers();
        Client.ReleaseBuffers();
    }
}

/// <summary>How a connection's incoming half ended.</summary>
/// <param name="Bytes">All that came before.</param>
/// <param name="Failure">What broke it; null after an orderly end.</param>
internal sealed record Ending(byte[] Bytes, Exception? Failure);

/// <summary>The calls that the contract tests make, each bounded.</summary>
internal static class TransportCalls
{
    public static void Stage(this ConnectionTransport transport, ReadOnlySpan<byte> bytes) =>
        transport.Output.Write(bytes);

    /// <summary>Stages and flushes until nothing is left behind.</summary>
    public static async Task SendAsync(this ConnectionTransport transport, ReadOnlyMemory<byte> bytes)
    {
        transport.Stage(bytes.Span);
        await transport.FlushAllAsync();
    }

    /// <summary>A completed flush may leave bytes behind; the next one goes on with them.</summary>
    public static async Task FlushAllAsync(this ConnectionTransport transport)
    {
        do
        {
            var result = await transport.Output.FlushAsync().InTime();
            if (result.IsCompleted)
            {
                return;
            }
        }
        while (transport.Output.UnflushedBytes > 0);
    }

    /// <summary>Reads at least so many bytes and leaves everything unconsumed and unexamined, so that it comes again.</summary>
    public static async Task<byte[]> PeekAsync(this ConnectionTransport transport, int atLeast)
    {
        while (true)
        {
            var result = await transport.Input.ReadAsync().InTime();
            var bytes = result.Buffer.ToArray();
            var enough = bytes.Length >= atLeast || result.IsCompleted;
            transport.Input.AdvanceTo(result.Buffer.Start, enough ? result.Buffer.Start : result.Buffer.End);
            if (enough)
            {
                return bytes;
            }
        }
    }

    /// <summary>Reads and consumes exactly so many bytes.</summary>
    public static async Task<byte[]> ReceiveAsync(this ConnectionTransport transport, int count)
    {
        var bytes = new byte[count];
        var got = 0;
        while (got < count)
        {
            var result = await transport.Input.ReadAsync().InTime();
            var taken = result.Buffer.Slice(0, Math.Min(count - got, result.Buffer.Length));
            taken.CopyTo(bytes.AsSpan(got));
            got += (int)taken.Length;
            transport.Input.AdvanceTo(taken.End);
            Assert.False(result.IsCompleted && got < count, $"The input ended after {got} of {count} bytes.");
        }

        return bytes;
    }

    /// <summary>Reads to the end, orderly or not.</summary>
    public static async Task<Ending> ReceiveToEndAsync(this ConnectionTransport transport)
    {
        var bytes = new MemoryStream();
        try
        {
            while (true)
            {
                var result = await transport.Input.ReadAsync().InTime();
                foreach (var segment in result.Buffer)
                {
                    bytes.Write(segment.Span);
                }

                transport.Input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return new Ending(bytes.ToArray(), transport.Failure);
                }
            }
        }
        catch (Exception error) when (error is not TimeoutException)
        {
            // A pipe has no other way to report its failure.
            return new Ending(bytes.ToArray(), error);
        }
    }

    /// <summary>Starts a read that stays pending; swallows how it ends, for the transport may break under it.</summary>
    public static async Task<bool> EndsAsync<T>(this Task<T> pending)
    {
        try
        {
            await pending.InTime();
        }
        catch (Exception error) when (error is not TimeoutException)
        {
            // Any end will do.
        }

        return true;
    }
}
