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
    // Never written to once it is here: whoever publishes reads the array of the moment.
    private Entry[] _entries = [];

    public bool Any => _entries.Length > 0;

    /// <summary>Told when an observer has unsubscribed itself by throwing, as an operator chain does. Null: nobody is.</summary>
    public Action? ObserverLost { get; init; }

    /// <summary>Adds a callback that stands for <paramref name="key"/>, the delegate a user gave; null adds nothing.</summary>
    public void Add(Delegate? key, Action<T> callback)
    {
        if (key is not null)
        {
            Append(new Entry(callback, key, null));
        }
    }

    public void Add(Action<T>? callback) => Add(callback, callback!);

    /// <summary>Removes the newest entry of this key, as <c>event -=</c> does.</summary>
    public void Remove(Delegate? key)
    {
        Entry[] before;
        int index;
        do
        {
            before = Volatile.Read(ref _entries);
            index = key is null ? -1 : Array.FindLastIndex(before, entry => key.Equals(entry.Key));
        }
        while (index >= 0 && !TryReplace(before, Without(before, index)));
    }

    public IDisposable Subscribe(IObserver<T> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var entry = new Entry(observer.OnNext, null, observer);
        Append(entry);
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
            if (Array.IndexOf(_entries, entry) < 0)
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

    private void Append(Entry entry)
    {
        Entry[] before;
        do
        {
            before = Volatile.Read(ref _entries);
        }
        while (!TryReplace(before, [.. before, entry]));
    }

    private bool Forget(Entry entry)
    {
        Entry[] before;
        int index;
        do
        {
            before = Volatile.Read(ref _entries);
            index = Array.IndexOf(before, entry);
        }
        while (index >= 0 && !TryReplace(before, Without(before, index)));
        return index >= 0;
    }

    private bool TryReplace(Entry[] before, Entry[] after) =>
        Interlocked.CompareExchange(ref _entries, after, before) == before;

    private static Entry[] Without(Entry[] entries, int index) => [.. entries.AsSpan(0, index), .. entries.AsSpan(index + 1)];

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
