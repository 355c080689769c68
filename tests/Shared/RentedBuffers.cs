using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace HttpActors.Tests.Shared;

/// <summary>Follows the shared array pool: which arrays are out now that were in at the start. For tests that run alone.</summary>
internal sealed class RentedBuffers : EventListener
{
    private const int Rented = 1;
    private const int Returned = 3;
    private readonly ConcurrentDictionary<int, byte> _out = new();
    private int _rented;

    public int Outstanding => _out.Count;

    /// <summary>How often one was rented: nothing is held by a test in which this stays zero.</summary>
    public int Total => Volatile.Read(ref _rented);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "System.Buffers.ArrayPoolEventSource")
        {
            EnableEvents(eventSource, EventLevel.Verbose);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // The runtime and the test host rent too, small ones mostly; a connection's buffers are 4 KiB and up.
        if (eventData.Payload is [int id, int size, ..] && size >= 4096)
        {
            if (eventData.EventId == Rented)
            {
                Interlocked.Increment(ref _rented);
                _out[id] = 0;
            }
            else if (eventData.EventId == Returned)
            {
                _out.TryRemove(id, out _);
            }
        }
    }
}
