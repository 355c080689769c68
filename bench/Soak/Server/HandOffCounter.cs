using System.Diagnostics.Metrics;

namespace HttpActors.Bench.Soak.Server;

/// <summary>Reads the library's counter of hand-offs as any user of its meter does.</summary>
internal sealed class HandOffCounter : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _total;

    public HandOffCounter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "HttpActors" && instrument.Name == "httpactors.loop.hand_offs")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => _total = value);
        _listener.Start();
    }

    public long Total
    {
        get
        {
            _listener.RecordObservableInstruments();
            return _total;
        }
    }

    public void Dispose() => _listener.Dispose();
}
