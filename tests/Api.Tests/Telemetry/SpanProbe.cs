using System.Collections.Concurrent;
using System.Diagnostics;

namespace HttpActors.Tests.Telemetry;

/// <summary>Samples the spans of the library, and of those who start children of them, while it lives.</summary>
internal sealed class SpanProbe : IDisposable
{
    private readonly ActivityListener _listener;

    public SpanProbe()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "HttpActors" or "a test",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public ConcurrentQueue<Activity> Stopped { get; } = new();

    public async Task<Activity> OneAsync()
    {
        await Bounded.Until(() => !Stopped.IsEmpty);
        return Assert.Single(Stopped, span => span.Source.Name == "HttpActors");
    }

    public void Dispose() => _listener.Dispose();
}
