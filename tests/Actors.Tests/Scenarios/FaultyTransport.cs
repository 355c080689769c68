using System.IO.Pipelines;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Scenarios;

/// <summary>A transport with a defect: it throws where it must not, at the call that a test chooses.</summary>
internal sealed class FaultyTransport(ConnectionTransport inner, int failingAdvance) : ConnectionTransport
{
    private readonly FaultyReader _input = new(inner.Input, failingAdvance);

    public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override PipeReader Input => _input;

    public override PipeWriter Output => inner.Output;

    public override Exception? Failure => inner.Failure;

    public override void ShutdownOutput() => inner.ShutdownOutput();

    public override void Abort()
    {
        inner.Abort();
        Released.TrySetResult();
    }

    public override void Close()
    {
        inner.Close();
        Released.TrySetResult();
    }

    public override void ReleaseBuffers() => inner.ReleaseBuffers();

    private sealed class FaultyReader(PipeReader inner, int failingAdvance) : PipeReader
    {
        private int _advances;

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            if (++_advances == failingAdvance)
            {
                throw new NotSupportedException("a defect of the transport");
            }

            inner.AdvanceTo(consumed, examined);
        }

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
            inner.ReadAsync(cancellationToken);

        public override bool TryRead(out ReadResult result) => inner.TryRead(out result);
    }
}
