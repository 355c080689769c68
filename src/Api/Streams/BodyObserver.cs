namespace HttpActors.Streams;

/// <summary>A message's body as an observer: one terminal, and nothing after it.</summary>
internal sealed class BodyObserver(OutgoingMessage message) : IObserver<ReadOnlyMemory<byte>>
{
    private int _over;

    public void OnNext(ReadOnlyMemory<byte> value)
    {
        if (Volatile.Read(ref _over) == 0)
        {
            message.Write(value);
        }
    }

    public void OnCompleted()
    {
        if (Interlocked.Exchange(ref _over, 1) == 0)
        {
            message.End();
        }
    }

    public void OnError(Exception error)
    {
        if (Interlocked.Exchange(ref _over, 1) == 0)
        {
            message.Destroy(error);
        }
    }
}
