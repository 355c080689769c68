using System.IO.Pipelines;
using System.Net;

namespace HttpActors.Actors.Transport;

/// <summary>
/// Two ends of a connection in one process: what one flushes the other reads. For tests and samples.
/// </summary>
internal sealed class MemoryTransport : DuplexPipeTransport
{
    private static readonly EndPoint Nowhere = new DnsEndPoint("memory", 0);

    private MemoryTransport(IDuplexPipe pipe)
        : base(pipe)
    {
    }

    public override EndPoint LocalEndPoint => Nowhere;

    public override EndPoint RemoteEndPoint => Nowhere;

    /// <summary>Creates both ends.</summary>
    /// <param name="windowSize">Bytes that may be under way in one direction before a flush waits; at least 2.</param>
    public static (MemoryTransport Server, MemoryTransport Client) CreatePair(int windowSize = 64 * 1024)
    {
        // Inline schedulers: the flush that makes bytes available runs the reader's continuation, as a socket's event
        // would, and no thread of its own stands between the two ends.
        var options = new PipeOptions(
            readerScheduler: PipeScheduler.Inline,
            writerScheduler: PipeScheduler.Inline,
            pauseWriterThreshold: windowSize,
            resumeWriterThreshold: windowSize / 2,
            useSynchronizationContext: false);
        var toServer = new Pipe(options);
        var toClient = new Pipe(options);
        return (
            new MemoryTransport(new End(toServer.Reader, toClient.Writer)),
            new MemoryTransport(new End(toClient.Reader, toServer.Writer)));
    }

    private sealed class End(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
