using System.IO.Pipelines;

namespace HttpActors.Tests.Client;

/// <summary>A connection's input that has nothing until the request has begun to come.</summary>
internal sealed class LateReader(PipeReader answer, PipeReader request) : PipeReader
{
    public override void AdvanceTo(SequencePosition consumed) => answer.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => answer.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => request.CancelPendingRead();

    public override void Complete(Exception? exception = null) => answer.Complete(exception);

    public override bool TryRead(out ReadResult result) => answer.TryRead(out result);

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var asked = await request.ReadAsync(cancellationToken);
        request.AdvanceTo(asked.Buffer.Start);
        return await answer.ReadAsync(cancellationToken);
    }
}
