namespace HttpActors.Tests.Client;

/// <summary>Events in the order in which they came, up to the one that is the last.</summary>
internal sealed class EventLog
{
    private readonly List<string> _entries = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Count
    {
        get
        {
            lock (_entries)
            {
                return _entries.Count;
            }
        }
    }

    public void Add(string entry)
    {
        lock (_entries)
        {
            _entries.Add(entry);
        }
    }

    public void Close(string entry)
    {
        Add(entry);
        _closed.TrySetResult();
    }

    public async Task<string> WholeAsync()
    {
        await _closed.Task.InTime("the last event");
        lock (_entries)
        {
            return string.Join(", ", _entries);
        }
    }
}
