using System.Buffers;

namespace HttpActors.Protocol;

/// <summary>
/// The response head that this thread wrote last. A server repeats itself: most heads differ from the one before in the
/// length of their content, and all the rest is one copy then. The very same strings need no second check.
/// </summary>
/// <remarks>
/// Only answers to HTTP/1.1 requests other than HEAD and CONNECT are kept, so that the plan depends on nothing but what is
/// compared here. A server whose heads all differ keeps one in sixteen.
/// </remarks>
internal sealed class ResponseHeadMemo
{
    private const int MaxFields = 8;
    private const int MaxSize = 1024;
    private const int PatienceWithMisses = 4;
    private const int RetriesAfter = 16;

    // "18446744073709551615\r\n\r\n"
    private const int LengthSize = 24;

    [ThreadStatic]
    private static ResponseHeadMemo? _ofThread;

    private readonly HeaderField[] _fields = new HeaderField[MaxFields];
    private readonly byte[] _bytes = new byte[MaxSize];
    private readonly byte[] _date = new byte[HttpDate.Length];
    private string? _phrase;
    private int _statusCode;
    private int _timeout;
    private int _max;
    private OmittedFields _omit;
    private bool _knowsLength;
    private bool _closes;
    private bool _announcesClose;
    private ResponsePlan _plan;
    private int _dateLength;
    private int _fieldCount;
    private int _size;
    private int _misses;

    private ResponseHeadMemo()
    {
    }

    public static ResponseHeadMemo OfThread => _ofThread ??= new ResponseHeadMemo();

    /// <summary>Whether what is kept can be true for a head.</summary>
    /// <param name="head">What the user wants.</param>
    /// <param name="request">What is being answered.</param>
    public static bool Applies(in ResponseHeadSpec head, RequestHead? request) =>
        request is { IsHttp10: false, IsHead: false, IsConnect: false } && head.StatusCode != 101;

    /// <summary>Writes the head, if it is the one before but for the length of its content.</summary>
    /// <returns>False when it is another one; nothing was written then.</returns>
    public bool TryWrite(IBufferWriter<byte> output, in ResponseHeadSpec head, bool persists, out ResponsePlan plan)
    {
        if (!IsSame(head, persists) || !IsSame(head.Fields) || !head.Date.SequenceEqual(_date.AsSpan(0, _dateLength)))
        {
            plan = default;
            return false;
        }

        _misses = 0;
        plan = _plan;
        if (!plan.AddsLength)
        {
            output.Write(_bytes.AsSpan(0, _size));
            return true;
        }

        plan.Length = head.BodyLength!.Value;
        var span = output.GetSpan(_size + LengthSize);
        _bytes.AsSpan(0, _size).CopyTo(span);
        var end = new HeadBuffer(span[_size..]);
        end.Number(plan.Length);
        end.Raw("\r\n\r\n"u8);
        output.Advance(_size + end.Length);
        return true;
    }

    /// <summary>Keeps a head that was just written.</summary>
    /// <param name="head">What the user wanted.</param>
    /// <param name="persists">As it was for the plan.</param>
    /// <param name="plan">What was decided; a length that the user declared is not kept.</param>
    /// <param name="written">The head up to what is not repeated: the number of Content-Length where we add it.</param>
    public void Keep(in ResponseHeadSpec head, bool persists, in ResponsePlan plan, ReadOnlySpan<byte> written)
    {
        var isInVain = ++_misses > PatienceWithMisses && _misses % RetriesAfter != 0;
        if (isInVain || plan.Facts.HasLength || head.Fields.Length > MaxFields || written.Length > MaxSize || head.Date.Length > HttpDate.Length)
        {
            return;
        }

        _phrase = head.ReasonPhrase;
        _statusCode = head.StatusCode;
        _timeout = head.KeepAliveTimeoutSeconds;
        _max = head.KeepAliveMaxRequests;
        _omit = head.Omit;
        _knowsLength = head.BodyLength is not null;
        _closes = head.Close || !persists;
        _announcesClose = head.AnnounceClose;
        _plan = plan;
        _fieldCount = head.Fields.Length;
        head.Fields.CopyTo(_fields);
        head.Date.CopyTo(_date);
        _dateLength = head.Date.Length;
        written.CopyTo(_bytes);
        _size = written.Length;
    }

    private bool IsSame(in ResponseHeadSpec head, bool persists) =>
        head.StatusCode == _statusCode
        && ReferenceEquals(head.ReasonPhrase, _phrase)
        && head.KeepAliveTimeoutSeconds == _timeout
        && head.KeepAliveMaxRequests == _max
        && head.Omit == _omit
        && head.BodyLength is not null == _knowsLength
        && (head.Close || !persists) == _closes
        && head.AnnounceClose == _announcesClose;

    private bool IsSame(ReadOnlySpan<HeaderField> fields)
    {
        if (fields.Length != _fieldCount)
        {
            return false;
        }

        var kept = _fields.AsSpan(0, fields.Length);
        for (var i = 0; i < fields.Length; i++)
        {
            if (!ReferenceEquals(fields[i].Value, kept[i].Value) || !ReferenceEquals(fields[i].Name, kept[i].Name))
            {
                return false;
            }
        }

        return true;
    }
}
