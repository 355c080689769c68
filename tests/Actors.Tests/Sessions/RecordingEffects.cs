using System.Buffers;
using System.Text;
using HttpActors.Actors.Server;
using HttpActors.Protocol;

namespace HttpActors.Actors.Tests.Sessions;

/// <summary>The world of a session under test: writes down what is done to it, and can answer when a request is published.</summary>
internal sealed class RecordingEffects : ISessionEffects
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly List<string> _log = [];
    private bool _inExchange;

    public IReadOnlyList<string> Log => _log;

    /// <summary>Runs inside Publish, as handlers do.</summary>
    public Action<RequestHead>? Handler { get; set; }

    /// <summary>Told of an abort, as the connection tells its session that it is over.</summary>
    public Action? Aborted { get; set; }

    public BodyDemand Demand { get; set; }

    /// <summary>Limits that fired, in order.</summary>
    public List<string> Limits { get; } = [];

    public bool OutputCongested { get; set; }

    public bool HasUnsent { get; set; }

    public bool HasInput { get; set; }

    public long Now { get; set; }

    public IBufferWriter<byte> Output => _output;

    public ReadOnlySpan<byte> Date => "Sun, 01 Mar 2026 12:00:00 GMT"u8;

    BodyDemand ISessionEffects.BodyDemand => _inExchange ? Demand : BodyDemand.Discard;

    /// <summary>What was staged since the last call.</summary>
    public string TakeOutput()
    {
        var text = Encoding.Latin1.GetString(_output.WrittenSpan);
        _output.ResetWrittenCount();
        return text;
    }

    /// <summary>What somebody listens for beyond ordinary requests.</summary>
    public HashSet<RequestKind> Heard { get; } = [];

    /// <summary>Whether somebody listens for errors and timeouts, and acts.</summary>
    public bool HearsTrouble { get; set; }

    public bool Hears(RequestKind kind) => Heard.Contains(kind);

    public void Drop(RequestHead head) => _log.Add($"drop {head.Method} {head.Target}");

    public bool TakesError(ProtocolError error, ReadOnlySequence<byte> packet, int parsed, bool mayAnswer)
    {
        if (HearsTrouble)
        {
            _log.Add($"error {error.Code} at {parsed} of {packet.Length}{(mayAnswer ? "" : ", too late to answer")}");
        }

        return HearsTrouble;
    }

    public bool TakesTimeout()
    {
        if (HearsTrouble)
        {
            _log.Add("timeout");
        }

        return HearsTrouble;
    }

    public void Publish(RequestHead head, RequestKind kind)
    {
        _log.Add($"publish {(kind == RequestKind.Ordinary ? "" : kind + " ")}{head.Method} {head.Target}");
        _inExchange = true;
        Handler?.Invoke(head);
    }

    /// <summary>Whether somebody takes over what can be taken over.</summary>
    public bool TakesOver { get; set; }

    public bool Switches(RequestHead head) => TakesOver;

    public void Switch(RequestHead head, ReadOnlyMemory<byte> first) =>
        _log.Add($"switch {head.Method} {head.Target} {Encoding.Latin1.GetString(first.Span)}".TrimEnd());

    /// <summary>Cuts of the input do not show: what follows each other is one line.</summary>
    public void DeliverBody(ReadOnlySequence<byte> data)
    {
        var text = Encoding.Latin1.GetString(data);
        if (_log.Count > 0 && _log[^1].StartsWith("body ", StringComparison.Ordinal))
        {
            _log[^1] += text;
        }
        else
        {
            _log.Add($"body {text}");
        }
    }

    public void DeliverEnd(FieldSection trailers)
    {
        var fields = string.Join(", ", trailers.ToArray().Select(field => $"{field.Name}={field.Value}"));
        _log.Add(fields.Length == 0 ? "request end" : $"request end {fields}");
    }

    public void EndExchange()
    {
        _inExchange = false;
        _log.Add("exchange end");
    }

    public void FailExchange(CloseReason reason, string detail, int answer = 0)
    {
        if (_inExchange)
        {
            _inExchange = false;
            _log.Add($"exchange fails {reason}");
        }
    }

    public void Refuse(ProtocolError error)
    {
        _log.Add($"refuse {error.StatusCode} {error.Code}");
        if (error.Limit is { } limit)
        {
            Limits.Add(limit);
        }
    }

    public void LimitReached(string limit) => Limits.Add(limit);

    public void Close(CloseReason reason) => _log.Add($"close {reason}");

    public void Abort(CloseReason reason)
    {
        _log.Add($"abort {reason}");
        Aborted?.Invoke();
    }
}
