using System.IO.Pipelines;

namespace HttpActors.Actors.Connections;

/// <summary>The reading end of a raw connection; its completion is noticed without waiting for octets.</summary>
internal sealed class RawReader(PipeReader pipe, Action completed) : PipeReader
{
    public override void AdvanceTo(SequencePosition consumed) => pipe.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => pipe.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => pipe.CancelPendingRead();

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        pipe.ReadAsync(cancellationToken);

    public override bool TryRead(out ReadResult result) => pipe.TryRead(out result);

    public override void Complete(Exception? exception = null)
    {
        pipe.Complete(exception);
        completed();
    }
}
