using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace HttpActors.Supervisor.Metrics;

/// <summary>Listens to the meters that the supervisor shows and adds up what they measure.</summary>
internal sealed class MetricsCollector : IDisposable
{
    private static readonly string[] Meters = ["HttpActors", SupervisorInstruments.MeterName, "System.Runtime"];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, CollectedInstrument> _instruments = new();

    internal MetricsCollector()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Meters.Contains(instrument.Meter.Name))
                listener.EnableMeasurementEvents(instrument, _instruments.GetOrAdd(instrument, static key => new CollectedInstrument(key)));
        };

        // An instrument whose meter has ended is not shown for ever.
        _listener.MeasurementsCompleted = (instrument, _) => Forget(instrument);

        // A meter that ends while it is asked has forgotten its listeners' state by then.
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => (state as CollectedInstrument)?.Measure(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => (state as CollectedInstrument)?.Measure(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => (state as CollectedInstrument)?.Measure(value, tags));
        _listener.Start();
    }

    /// <summary>What is measured when it is asked for is asked for.</summary>
    internal IReadOnlyList<CollectedInstrument> Collect()
    {
        _listener.RecordObservableInstruments();
        return [.. _instruments.Values.OrderBy(instrument => instrument.Name, StringComparer.Ordinal)];
    }

    private void Forget(Instrument instrument) => _instruments.TryRemove(instrument, out _);

    internal CollectedInstrument? Find(string name) => _instruments.Values.FirstOrDefault(instrument => instrument.Name == name);

    public void Dispose() => _listener.Dispose();
}
