using System.IO.Pipelines;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Scenarios;

/// <summary>Counts the sends of a connection.</summary>
internal sealed class CountingTransport(ConnectionTransport inner) : ConnectionTransport
{
    private readonly CountingWriter _output = new(inner.Output);

    public int Sends => _output.Flushes;

    public override PipeReader Input => inner.Input;

    public override PipeWriter Output => _output;

    public override Exception? Failure => inner.Failure;

    public override void ShutdownOutput() => inner.ShutdownOutput();

    public override void Abort() => inner.Abort();

    public override void Close() => inner.Close();

    public override void ReleaseBuffers() => inner.ReleaseBuffers();

    private sealed class CountingWriter(PipeWriter inner) : PipeWriter
    {
        private int _flushes;

        public int Flushes => Volatile.Read(ref _flushes);

        public override bool CanGetUnflushedBytes => true;

        public override long UnflushedBytes => inner.UnflushedBytes;

        public override void Advance(int bytes) => inner.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _flushes);
            return inner.FlushAsync(cancellationToken);
        }
    }
}
