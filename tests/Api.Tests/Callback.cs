namespace HttpActors.Tests;

/// <summary>An observer that is one callback, without Rx's habit of unsubscribing what throws.</summary>
internal sealed class Callback<T>(Action<T> next) : IObserver<T>
{
    public void OnNext(T value) => next(value);

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
