using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace HttpActors.Tests.Telemetry;

/// <summary>What was measured, and the tags it had.</summary>
internal sealed record Measurement(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags)
{
    public object? this[string tag] => Tags.GetValueOrDefault(tag);
}

/// <summary>Listens to the meter of the library while it lives.</summary>
internal sealed class MeterProbe : IDisposable
{
    private readonly MeterListener _listener = new();

    public MeterProbe(params string[] only)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "HttpActors" && (only.Length == 0 || only.Contains(instrument.Name)))
            {
                Instruments[instrument.Name] = instrument;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public ConcurrentDictionary<string, Instrument> Instruments { get; } = new();

    public ConcurrentQueue<Measurement> All { get; } = new();

    public Measurement[] Of(string instrument) => [.. All.Where(measured => measured.Instrument == instrument)];

    public async Task<Measurement> OneAsync(string instrument)
    {
        await Bounded.Until(() => Of(instrument).Length > 0);
        return Assert.Single(Of(instrument));
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        All.Enqueue(new Measurement(instrument.Name, value, new Dictionary<string, object?>(tags.ToArray())));
}
