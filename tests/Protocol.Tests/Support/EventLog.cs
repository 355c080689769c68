using System.Buffers;
using System.Globalization;

namespace HttpActors.Protocol.Tests;

/// <summary>Drives a reader and writes down its events with stream offsets; data that comes in pieces is one event.</summary>
internal sealed class EventLog
{
    private readonly ReadCase _case;
    private readonly List<string> _lines = [];
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly List<byte> _data = [];
    private long _consumed;
    private long _dataStart;
    private int _cycles;
    private bool _isOver;

    private EventLog(ReadCase @case)
    {
        _case = @case;
        Connection = new Http1Connection(@case.Role, @case.Limits);
        BeginCycle();
    }

    public Http1Connection Connection { get; }

    public string Text => string.Join('\n', _lines);

    /// <summary>Bytes of the last input that were not consumed.</summary>
    public long Left { get; private set; }

    /// <summary>Whether the last answer was Error.</summary>
    public bool Failed { get; private set; }

    public int Cycles => _cycles;

    /// <summary>Presents the input so that it grows to each of the given lengths in turn.</summary>
    /// <param name="case">Input and circumstances.</param>
    /// <param name="lengths">Ascending; the last one is the whole input.</param>
    /// <param name="shape">How the unconsumed part becomes a sequence.</param>
    public static EventLog Run(
        ReadCase @case, IEnumerable<int> lengths, Func<ReadOnlyMemory<byte>, ReadOnlySequence<byte>>? shape = null)
    {
        var log = new EventLog(@case);
        shape ??= static memory => new ReadOnlySequence<byte>(memory);
        foreach (var length in lengths)
        {
            log.Drain(shape(@case.Input.AsMemory((int)log._consumed, length - (int)log._consumed)));
        }

        if (@case.Ends)
        {
            log.End();
        }

        log.FlushData();
        return log;
    }

    private void Drain(ReadOnlySequence<byte> input)
    {
        while (!_isOver)
        {
            var before = input.Length;
            var what = Connection.Read(ref input);
            _consumed += before - input.Length;
            Left = input.Length;
            if (what == ReadEvent.NeedMore || (what == ReadEvent.Paused && !NextCycle()))
            {
                return;
            }

            if (what != ReadEvent.Paused)
            {
                Note(what);
            }
        }
    }

    private void End()
    {
        while (!_isOver)
        {
            var what = Connection.ReadEnd();
            Note(what);
        }
    }

    private bool NextCycle()
    {
        FlushData();
        if (_case.Role == Role.Server && _cycles <= _case.Answers && Connection.OurState == SideState.SendResponse)
        {
            Connection.WriteResponseHead(_output, new ResponseHeadSpec { StatusCode = 200, BodyLength = 0 });
            if (Connection.OurState == SideState.SendBody)
            {
                Connection.WriteEnd(_output, default);
            }
        }

        if (!Connection.CanStartNextCycle || (_case.Role == Role.Client && _cycles >= _case.Methods.Length))
        {
            return false;
        }

        Connection.StartNextCycle();
        BeginCycle();
        return true;
    }

    private void BeginCycle()
    {
        _cycles++;
        if (_case.Role == Role.Server || _case.Methods.Length == 0)
        {
            return;
        }

        var method = _case.Methods[_cycles - 1];
        HeaderField[] upgrade = [new("Connection", "upgrade"), new("Upgrade", "test")];
        Connection.WriteRequestHead(_output, new RequestHeadSpec
        {
            Method = method == "UPGRADE" ? "GET" : method,
            Target = method == "CONNECT" ? "a:1" : "/",
            Host = "a",
            BodyLength = 0,
            Fields = method == "UPGRADE" ? upgrade : default,
        });
        Connection.WriteEnd(_output, default);
    }

    private void Note(ReadEvent what)
    {
        if (what == ReadEvent.Data)
        {
            _dataStart = _data.Count == 0 ? _consumed - Connection.Data.Length : _dataStart;
            _data.AddRange(Connection.Data.ToArray());
            return;
        }

        FlushData();
        switch (what)
        {
            case ReadEvent.RequestHead:
                Add($"{_consumed} request {Describe(Connection.RequestHead!)}");
                Add(Connection.RequestHead!.Fields);
                break;
            case ReadEvent.Informational:
            case ReadEvent.ResponseHead:
                Add($"{_consumed} {(what == ReadEvent.Informational ? "informational" : "response")} {Describe(Connection.ResponseHead!)}");
                Add(Connection.ResponseHead!.Fields);
                break;
            case ReadEvent.EndOfMessage:
                Add($"{_consumed} end");
                Add(Connection.Trailers);
                break;
            default:
                _isOver = true;
                Failed = what == ReadEvent.Error;
                Add(Failed ? $"error {Connection.Error!.StatusCode} {Connection.Error.Code}: {Connection.Error.Message}" : "closed");
                break;
        }
    }

    private void FlushData()
    {
        if (_data.Count > 0)
        {
            var bytes = _data.ToArray();
            Add($"{_dataStart} data {(bytes.Length > 60 ? $"({bytes.Length} bytes)" : Wire.Escape(bytes))}");
            _data.Clear();
        }
    }

    private void Add(string line) => _lines.Add(line);

    private void Add(FieldSection fields)
    {
        foreach (var line in fields)
        {
            Add($"  {Wire.Escape(line.Name)}: {Wire.Escape(line.Value)}".TrimEnd());
        }
    }

    private static string Describe(RequestHead head)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{head.Method} {head.Target} {head.VersionMajor}.{head.VersionMinor} {head.TargetForm} {Describe(head.Framing, head.ContentLength)}");
        return text + (head.KeepAlive ? ", keep-alive" : ", close")
            + (head.ExpectsContinue ? ", expects 100" : "")
            + (head.HasOtherExpectation ? ", other expectation" : "")
            + (head.IsUpgrade ? ", upgrade" : "");
    }

    private static string Describe(ResponseHead head) => string.Create(
        CultureInfo.InvariantCulture,
        $"{head.VersionMajor}.{head.VersionMinor} {head.StatusCode} \"{head.ReasonPhrase}\" {Describe(head.Framing, head.ContentLength)}{(head.KeepAlive ? ", keep-alive" : ", close")}");

    private static string Describe(BodyFraming framing, long length) =>
        framing == BodyFraming.ContentLength ? $"ContentLength={length}" : framing.ToString();
}
