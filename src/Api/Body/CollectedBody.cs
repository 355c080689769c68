using System.Buffers;

namespace HttpActors.Body;

/// <summary>A body that is wanted whole, up to a limit.</summary>
internal sealed class CollectedBody(IncomingMessage message, long maxBytes) : IBodyReceiver
{
    private readonly TaskCompletionSource<byte[]> _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _octets = [];
    private int _count;

    /// <summary>For a body that was taken already.</summary>
    public static IBodyReceiver Nowhere { get; } = new Taken();

    public Task<byte[]> Completed => _completed.Task;

    public void OnData(ReadOnlySequence<byte> data)
    {
        if (_completed.Task.IsCompleted)
        {
            return;
        }

        if (_count + data.Length > Math.Min(maxBytes, Array.MaxLength))
        {
            _completed.TrySetException(message.UnfitBody(
                "ERR_HTTP_BODY_TOO_LARGE", $"The body is larger than the {maxBytes} octets that the reader accepts.", 413));
            message.Exchange.Abandon();
            return;
        }

        MakeRoom((int)data.Length);
        data.CopyTo(_octets.AsSpan(_count));
        _count += (int)data.Length;
    }

    public void OnEnd()
    {
        if (_completed.TrySetResult(_octets.Length == _count ? _octets : _octets[.._count]))
        {
            message.RaiseEnded();
        }
    }

    public void OnFailed(Exception error) => _completed.TrySetException(error);

    /// <summary>Whoever stops waiting gives the body up.</summary>
    public async Task<byte[]> WaitAsync(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.UnsafeRegister(
            static (body, token) => ((CollectedBody)body!).Cancel(token), this);
        return await Completed.ConfigureAwait(false);
    }

    private void Cancel(CancellationToken token)
    {
        if (_completed.TrySetCanceled(token))
        {
            message.Exchange.Abandon();
        }
    }

    /// <summary>A small body comes in one piece, and that is its array then.</summary>
    private void MakeRoom(int length)
    {
        if (_count == 0)
        {
            _octets = GC.AllocateUninitializedArray<byte>(length);
        }
        else if (_octets.Length - _count < length)
        {
            var doubled = Math.Min(_octets.Length * 2L, Array.MaxLength);
            var grown = GC.AllocateUninitializedArray<byte>((int)Math.Max(doubled, _count + length));
            _octets.AsSpan(0, _count).CopyTo(grown);
            _octets = grown;
        }
    }

    private sealed class Taken : IBodyReceiver
    {
        public void OnData(ReadOnlySequence<byte> data)
        {
        }

        public void OnEnd()
        {
        }

        public void OnFailed(Exception error)
        {
        }
    }
}
