namespace HttpActors.Tests.Streams;

/// <summary>Holds a stream to the grammar of Rx: one call at a time, one terminal at most, nothing after it.</summary>
internal sealed class GrammarObserver<T>(Action<T>? next = null) : IObserver<T>
{
    private int _inside;
    private int _items;
    private int _terminals;
    private int _violations;

    public int Items => Volatile.Read(ref _items);

    public int Terminals => Volatile.Read(ref _terminals);

    public int Violations => Volatile.Read(ref _violations);

    public void OnNext(T value)
    {
        Enter();
        Interlocked.Increment(ref _items);
        next?.Invoke(value);
        Leave();
    }

    public void OnCompleted() => End();

    public void OnError(Exception error) => End();

    private void End()
    {
        Enter();
        Interlocked.Increment(ref _terminals);
        Leave();
    }

    private void Enter()
    {
        if (Interlocked.Increment(ref _inside) != 1 || Terminals > 0)
        {
            Interlocked.Increment(ref _violations);
        }

        // Long enough for somebody else to come in.
        Thread.SpinWait(200);
    }

    private void Leave() => Interlocked.Decrement(ref _inside);
}
