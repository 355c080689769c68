using System.Buffers;
using HttpActors.Actors.Server;

namespace HttpActors.Body;

/// <summary>A body that is wanted whole, up to a limit.</summary>
internal sealed class CollectedBody(IncomingMessage message, long maxBytes) : IBodyReceiver
{
    private readonly TaskCompletionSource<ReadOnlyMemory<byte>> _completed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly ArrayBufferWriter<byte> _octets = new();

    /// <summary>For a body that was taken already.</summary>
    public static IBodyReceiver Nowhere { get; } = new Taken();

    public Task<ReadOnlyMemory<byte>> Completed => _completed.Task;

    public void OnData(ReadOnlySequence<byte> data)
    {
        if (_completed.Task.IsCompleted)
        {
            return;
        }

        if (_octets.WrittenCount + data.Length > maxBytes)
        {
            _completed.TrySetException(new HttpException(
                "ERR_HTTP_BODY_TOO_LARGE", $"The body is larger than the {maxBytes} octets that the reader accepts."));
            message.Exchange.Abandon();
            return;
        }

        foreach (var segment in data)
        {
            _octets.Write(segment.Span);
        }
    }

    public void OnEnd()
    {
        if (_completed.TrySetResult(_octets.WrittenMemory))
        {
            message.RaiseEnded();
        }
    }

    public void OnFailed(Exception error) => _completed.TrySetException(error);

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
