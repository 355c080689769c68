using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace HttpActors.Body;

/// <summary>The reading end of a body's pipe: what has come before a failure is read first, then the failure is thrown.</summary>
/// <remarks>A pipe whose writer is completed with an error throws that at once and never gives out what it holds.</remarks>
internal sealed class PipedReader(PipeReader inner) : PipeReader
{
    private Exception? _failure;
    private SequencePosition _end;
    private bool _endShown;
    private bool _endExamined;

    /// <summary>Before the writer is completed without an error.</summary>
    public void Fail(Exception error) => Volatile.Write(ref _failure, error);

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _endExamined |= _endShown && examined.Equals(_end);
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result))
        {
            return false;
        }

        result = Checked(result);
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? new ValueTask<ReadResult>(Checked(read.Result)) : WaitAsync(read);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> WaitAsync(ValueTask<ReadResult> read) => Checked(await read.ConfigureAwait(false));

    private ReadResult Checked(in ReadResult result)
    {
        if (!result.IsCompleted || Volatile.Read(ref _failure) is not { } failure)
        {
            return result;
        }

        if (_endExamined || result.Buffer.IsEmpty)
        {
            // Not left in mid-read: whoever reads again gets the same answer.
            inner.AdvanceTo(result.Buffer.Start);
            throw failure;
        }

        _endShown = true;
        _end = result.Buffer.End;
        return new ReadResult(result.Buffer, result.IsCanceled, isCompleted: false);
    }
}
