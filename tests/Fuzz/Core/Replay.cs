using System.Buffers;
using HttpActors.Protocol;

namespace HttpActors.Fuzz.Core;

/// <summary>Feeds octets to a connection, answers what can be answered, and digests what came out.</summary>
internal sealed class Replay
{
    private const int MostCycles = 64;
    private readonly ArrayBufferWriter<byte> _output = new(1024);
    private readonly Http1Connection _connection;
    private readonly Role _role;
    private Digest _digest = new();
    private bool _inContent;
    private bool _over;
    private int _cycles;

    private Replay(Role role, Http1Limits limits)
    {
        _role = role;
        _connection = new Http1Connection(role, limits);
        BeginCycle();
    }

    /// <summary>Presents the octets so that they grow to each length in turn.</summary>
    /// <param name="role">Which reader.</param>
    /// <param name="octets">All of them.</param>
    /// <param name="lengths">Ascending; the last one is all.</param>
    /// <param name="inSegments">Every octet in a segment of its own.</param>
    public static Outcome Run(Role role, ReadOnlyMemory<byte> octets, IEnumerable<int> lengths, bool inSegments = false)
    {
        var replay = new Replay(role, Http1Limits.Default);
        var consumed = 0;
        foreach (var length in lengths)
        {
            var present = octets[consumed..length];
            consumed += replay.Drain(inSegments ? Segment.EachOctet(present) : new ReadOnlySequence<byte>(present));
        }

        return new Outcome(
            replay._digest.Value,
            replay._connection.Error is { } error ? $"{error.StatusCode} {error.Code}: {error.Message}" : null,
            replay._connection.KeepAlive ? octets.Length - consumed : 0);
    }

    private int Drain(ReadOnlySequence<byte> input)
    {
        var all = input.Length;
        while (!_over)
        {
            switch (_connection.Read(ref input))
            {
                case ReadEvent.NeedMore:
                    return (int)(all - input.Length);
                case ReadEvent.Paused when !NextCycle():
                    return (int)(all - input.Length);
                case ReadEvent.Paused:
                    break;
                case ReadEvent.RequestHead:
                    Add(_connection.RequestHead!);
                    break;
                case ReadEvent.ResponseHead or ReadEvent.Informational:
                    Add(_connection.ResponseHead!);
                    break;
                case ReadEvent.Data:
                    AddContent();
                    break;
                case ReadEvent.EndOfMessage:
                    AddEnd();
                    break;
                default:
                    _over = true;
                    break;
            }
        }

        return (int)(all - input.Length);
    }

    private void Add(RequestHead head)
    {
        _inContent = false;
        _digest.Add((long)head.Framing);
        _digest.Add(head.ContentLength);
        _digest.Add((head.KeepAlive ? 1 : 0) | (head.ExpectsContinue ? 2 : 0) | (head.HasOtherExpectation ? 4 : 0) | (head.IsUpgrade ? 8 : 0));
        _digest.Add(head.VersionMinor);
        _digest.Add(System.Text.Encoding.Latin1.GetBytes(head.Method));
        _digest.Add(head.TargetBytes);
        Add(head.Fields);
    }

    private void Add(ResponseHead head)
    {
        _inContent = false;
        _digest.Add(head.StatusCode);
        _digest.Add((long)head.Framing);
        Add(head.Fields);
    }

    private void Add(FieldSection fields)
    {
        foreach (var field in fields)
        {
            _digest.Add(field.Name);
            _digest.Add(':');
            _digest.Add(field.Value);
        }
    }

    private void AddContent()
    {
        if (!_inContent)
        {
            _digest.Add('D');
            _inContent = true;
        }

        _digest.Add(_connection.Data);
    }

    private void AddEnd()
    {
        _inContent = false;
        _digest.Add('E');
        Add(_connection.Trailers);
    }

    private bool NextCycle()
    {
        if (_role == Role.Server && _connection.OurState == SideState.SendResponse)
        {
            _connection.WriteResponseHead(_output, new ResponseHeadSpec { StatusCode = 200, BodyLength = 0 });
            if (_connection.OurState == SideState.SendBody)
            {
                _connection.WriteEnd(_output, default);
            }
        }

        if (!_connection.CanStartNextCycle || _cycles >= MostCycles)
        {
            return false;
        }

        _connection.StartNextCycle();
        BeginCycle();
        return true;
    }

    private void BeginCycle()
    {
        _cycles++;
        _output.ResetWrittenCount();
        if (_role == Role.Client)
        {
            _connection.WriteRequestHead(_output, new RequestHeadSpec { Method = "GET", Target = "/", Host = "h", BodyLength = 0 });
            _connection.WriteEnd(_output, default);
        }
    }
}
