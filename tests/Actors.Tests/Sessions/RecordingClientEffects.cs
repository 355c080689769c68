using System.Buffers;
using System.Text;
using HttpActors.Actors.Client;
using HttpActors.Protocol;

namespace HttpActors.Actors.Tests.Sessions;

/// <summary>The world of a client's session under test: writes down what is done to it.</summary>
internal sealed class RecordingClientEffects : IClientEffects
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly List<string> _log = [];

    public IReadOnlyList<string> Log => _log;

    public BodyDemand Demand { get; set; } = BodyDemand.Flow;

    public bool HasUnsent { get; set; }

    public long Now { get; set; }

    /// <summary>Told of the connection's end, as the connection tells its session.</summary>
    public Action? Ended { get; set; }

    public ProtocolError? Error { get; private set; }

    public IBufferWriter<byte> Output => _output;

    BodyDemand IClientEffects.BodyDemand => Demand;

    /// <summary>What was staged since the last call.</summary>
    public string TakeOutput()
    {
        var text = Encoding.Latin1.GetString(_output.WrittenSpan);
        _output.ResetWrittenCount();
        return text;
    }

    public void DeliverInformation(ResponseHead head) => _log.Add($"information {head.StatusCode}");

    public void DeliverHead(ResponseHead head, byte[] received, bool isComplete, FieldSection trailers)
    {
        _log.Add($"head {head.StatusCode}");
        AddBody(received);
        if (isComplete)
        {
            DeliverEnd(trailers);
        }
    }

    public void DeliverBody(ReadOnlySequence<byte> data) => AddBody(data.ToArray());

    public void DeliverEnd(FieldSection trailers)
    {
        var fields = string.Join(", ", trailers.ToArray().Select(field => $"{field.Name}={field.Value}"));
        _log.Add(fields.Length == 0 ? "end" : $"end {fields}");
    }

    public void Switch(ResponseHead head, byte[] first) => _log.Add($"switch {head.StatusCode} {Encoding.Latin1.GetString(first)}".TrimEnd());

    public void EndExchange(bool persists)
    {
        _log.Add(persists ? "free" : "last");
        if (!persists)
        {
            Ended?.Invoke();
        }
    }

    public void Fail(CloseReason reason, ProtocolError? error)
    {
        Error = error;
        _log.Add(error is null ? $"fail {reason}" : $"fail {reason} {error.Code}");
        Ended?.Invoke();
    }

    public void Close(CloseReason reason)
    {
        _log.Add($"close {reason}");
        Ended?.Invoke();
    }

    /// <summary>Cuts of the input do not show: what follows each other is one line.</summary>
    private void AddBody(byte[] data)
    {
        if (data.Length == 0)
        {
            return;
        }

        var text = Encoding.Latin1.GetString(data);
        if (_log[^1].StartsWith("body ", StringComparison.Ordinal))
        {
            _log[^1] += text;
        }
        else
        {
            _log.Add($"body {text}");
        }
    }
}
