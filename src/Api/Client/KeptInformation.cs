namespace HttpActors;

/// <summary>
/// An event of informational responses. A request leaves at once, so its answers may be quicker than whoever made it:
/// those that come before anybody listens are kept for the first one who does.
/// </summary>
internal sealed class KeptInformation<TListener>(Action<TListener, HttpInformation> tell)
    where TListener : Delegate
{
    /// <summary>A server may send any number, and maybe nobody ever listens.</summary>
    private const int Most = 16;

    private readonly Lock _gate = new();
    private TListener? _listeners;
    private Queue<HttpInformation>? _kept;

    public void Add(TListener? listener, Action<Action> later)
    {
        lock (_gate)
        {
            _listeners = (TListener?)Delegate.Combine(_listeners, listener);
            if (_listeners is null || _kept is null)
            {
                return;
            }
        }

        later(TellKept);
    }

    public void Remove(TListener? listener)
    {
        lock (_gate)
        {
            _listeners = (TListener?)Delegate.Remove(_listeners, listener);
        }
    }

    public void Raise(HttpInformation information)
    {
        TListener? listeners;
        lock (_gate)
        {
            listeners = _kept is null ? _listeners : null;
            if (listeners is null)
            {
                // Behind those that wait already.
                _kept ??= new Queue<HttpInformation>(1);
                if (_kept.Count < Most)
                {
                    _kept.Enqueue(information);
                }
            }
        }

        if (listeners is not null)
        {
            tell(listeners, information);
        }
    }

    /// <summary>Tells what was kept, in its order. In turn.</summary>
    public void TellKept()
    {
        while (true)
        {
            TListener? listeners;
            HttpInformation? information;
            lock (_gate)
            {
                listeners = _listeners;
                if (listeners is null || _kept is null)
                {
                    return;
                }

                if (!_kept.TryDequeue(out information))
                {
                    _kept = null;
                    return;
                }
            }

            tell(listeners, information);
        }
    }
}
