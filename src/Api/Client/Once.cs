namespace HttpActors;

/// <summary>An event that happens once: who listens late is told too, in a turn of its own.</summary>
internal sealed class Once<T>
    where T : class
{
    private readonly Lock _gate = new();
    private Action<T>? _listeners;
    private T? _value;
    private bool _wasHeard;

    /// <summary>Whether anybody listens, or was told.</summary>
    public bool IsHeard
    {
        get
        {
            lock (_gate)
            {
                return _wasHeard || _listeners is not null;
            }
        }
    }

    public void Add(Action<T>? listener, Action<Action> later)
    {
        if (listener is null)
        {
            return;
        }

        lock (_gate)
        {
            _wasHeard = true;
            if (_value is null)
            {
                _listeners += listener;
                return;
            }
        }

        later(() => listener(_value));
    }

    public void Remove(Action<T>? listener)
    {
        lock (_gate)
        {
            _listeners -= listener;
            _wasHeard = _listeners is not null || _value is not null;
        }
    }

    /// <summary>It has happened, before anybody could listen.</summary>
    public void Note(T value)
    {
        lock (_gate)
        {
            _value = _listeners is null ? value : _value;
        }
    }

    public void Raise(T value)
    {
        Action<T>? listeners;
        lock (_gate)
        {
            _value = value;
            listeners = _listeners;
            _listeners = null;
            _wasHeard = listeners is not null;
        }

        listeners?.Invoke(value);
    }
}
