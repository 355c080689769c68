using System.Collections.Immutable;
using System.Runtime.ExceptionServices;

namespace HttpActors.Actors;

/// <summary>
/// One list of listeners, shared by an event and its observable, so that "does anybody listen" has one answer.
/// </summary>
/// <remarks>
/// Calls go to the listeners of the moment in the order they came. An exception of a listener goes to the caller, who
/// knows what it costs; the listener stays subscribed, unless it is an operator chain that has unsubscribed itself.
/// </remarks>
internal sealed class Listeners<T> : IObservable<T>
{
    private ImmutableArray<Entry> _entries = [];

    public bool Any => !_entries.IsEmpty;

    /// <summary>Told when an observer has unsubscribed itself by throwing, as an operator chain does. Null: nobody is.</summary>
    public Action? ObserverLost { get; init; }

    /// <summary>Adds a callback that stands for <paramref name="key"/>, the delegate a user gave; null adds nothing.</summary>
    public void Add(Delegate? key, Action<T> callback)
    {
        if (key is not null)
        {
            ImmutableInterlocked.Update(ref _entries, static (list, entry) => list.Add(entry), new Entry(callback, key, null));
        }
    }

    public void Add(Action<T>? callback) => Add(callback, callback!);

    /// <summary>Removes the newest entry of this key, as <c>event -=</c> does.</summary>
    public void Remove(Delegate? key) =>
        ImmutableInterlocked.Update(ref _entries, static (list, gone) => RemoveLast(list, gone), key);

    public IDisposable Subscribe(IObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var entry = new Entry(observer.OnNext, null, observer);
        ImmutableInterlocked.Update(ref _entries, static (list, added) => list.Add(added), entry);
        return new Subscription(this, entry);
    }

    public void Publish(T value)
    {
        foreach (var entry in _entries)
        {
            if (entry.Observer is null)
            {
                entry.Callback(value);
            }
            else
            {
                CallObserver(entry, value);
            }
        }
    }

    private void CallObserver(Entry entry, T value)
    {
        try
        {
            entry.Callback(value);
        }
        catch (Exception)
        {
            if (!_entries.Contains(entry))
            {
                ObserverLost?.Invoke();
            }

            throw;
        }
    }

    /// <summary>Tells every observer the end and forgets it; plain callbacks stay. What one throws the others do not feel.</summary>
    public void Complete(Exception? error = null)
    {
        ExceptionDispatchInfo? thrown = null;
        foreach (var entry in _entries)
        {
            if (entry.Observer is null || !Forget(entry))
            {
                continue;
            }

            try
            {
                End(entry.Observer, error);
            }
            catch (Exception first)
            {
                thrown ??= ExceptionDispatchInfo.Capture(first);
            }
        }

        thrown?.Throw();
    }

    private static void End(IObserver<T> observer, Exception? error)
    {
        if (error is null)
        {
            observer.OnCompleted();
        }
        else
        {
            observer.OnError(error);
        }
    }

    private static ImmutableArray<Entry> RemoveLast(ImmutableArray<Entry> list, Delegate? key)
    {
        for (var i = list.Length - 1; i >= 0; i--)
        {
            if (key is not null && key.Equals(list[i].Key))
            {
                return list.RemoveAt(i);
            }
        }

        return list;
    }

    private bool Forget(Entry entry) =>
        ImmutableInterlocked.Update(ref _entries, static (list, gone) => list.Remove(gone), entry);

    private sealed class Entry(Action<T> callback, Delegate? key, IObserver<T>? observer)
    {
        public Action<T> Callback => callback;

        public Delegate? Key => key;

        public IObserver<T>? Observer => observer;
    }

    private sealed class Subscription(Listeners<T> owner, Entry entry) : IDisposable
    {
        public void Dispose() => owner.Forget(entry);
    }
}
