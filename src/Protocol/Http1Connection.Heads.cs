using System.Buffers;

namespace HttpActors.Protocol;

/// <content>Heads: first the parser, on what one segment holds; where that does not end, the scanner, byte for byte.</content>
public sealed partial class Http1Connection
{
    // Clients repeat themselves: octets equal to the head before are that head, and need no parsing. Large heads are not
    // kept, for an idle connection keeps this one.
    private const int MaxKeptHead = 512;
    private RequestHead? _before;

    // Servers repeat themselves too, within the second that their Date field names. The answers to HEAD and CONNECT are read otherwise.
    private ResponseHead? _responseBefore;

    private ReadEvent ReadRequest(ref ReadOnlySequence<byte> input)
    {
        // We gave up on the request before it came (408): what comes now has no reader.
        if (OurState != SideState.Idle)
        {
            return Ignore(ref input);
        }

        if (_scanner.Scanned == 0)
        {
            var first = input.FirstSpan;
            if (first.IsEmpty || first[0] is (byte)'\r' or (byte)'\n')
            {
                var fault = SkipEmptyLines(ref input, out var isReady);
                if (!isReady)
                {
                    return fault == Fault.None ? ReadEvent.NeedMore : Fail(fault);
                }

                first = input.FirstSpan;
            }

            if (_before is not null && _before.IsFrontOf(first))
            {
                BytesExamined += _before.Length;
                return BeginRequest(_before, ref input);
            }

            BytesExamined += Math.Min(first.Length, _limits.MaxHeaderSize);
            if (RequestHeadParser.TryParse(first, _limits, out var layout))
            {
                return AcceptRequest(first[..layout.Length], ref layout, ref input);
            }
        }

        if (!TryScan(input, out var head, out var answer))
        {
            return answer;
        }

        return RequestHeadParser.TryParse(head, _limits, out var scanned)
            ? AcceptRequest(head, ref scanned, ref input, head)
            : throw new InvalidOperationException("The scanner accepted a head the parser does not.");
    }

    // In the interest of robustness, empty lines before the request line are ignored (RFC 9112 section 2.2), a few of them.
    private Fault SkipEmptyLines(ref ReadOnlySequence<byte> input, out bool isReady)
    {
        isReady = false;
        while (!isReady && !input.IsEmpty)
        {
            switch (input.FirstSpan[0])
            {
                case (byte)'\n':
                    return Fault.BareLineFeed;
                case (byte)'\r' when input.Length < 2:
                    return Fault.None;
                case (byte)'\r' when input.Slice(1).FirstSpan[0] != '\n':
                    return Fault.BareCarriageReturn;
                case (byte)'\r':
                    input = input.Slice(2);
                    if (++_emptyLines > _limits.MaxLeadingEmptyLines)
                    {
                        return Fault.TooManyEmptyLines;
                    }

                    break;
                default:
                    isReady = true;
                    return Fault.None;
            }
        }

        return Fault.None;
    }

    /// <summary>Goes on scanning a head or trailer section; when it is complete, copies it out of the input.</summary>
    private bool TryScan(in ReadOnlySequence<byte> input, out byte[] section, out ReadEvent answer)
    {
        section = [];
        var before = _scanner.Scanned;
        var fault = _scanner.Scan(input, _limits);
        BytesExamined += _scanner.Scanned - before;
        answer = fault == Fault.None ? ReadEvent.NeedMore : Fail(fault);
        if (fault != Fault.None || !_scanner.IsComplete)
        {
            return false;
        }

        section = input.Slice(0, _scanner.Scanned).ToArray();
        BytesExamined += section.Length;
        return true;
    }

    private ReadEvent AcceptRequest(
        ReadOnlySpan<byte> head, ref RequestHeadLayout layout, ref ReadOnlySequence<byte> input, byte[]? owned = null)
    {
        var fault = FramingRules.CheckRequest(head.Slice(layout.TargetStart, layout.TargetLength), ref layout, _limits);
        if (fault != Fault.None)
        {
            return Fail(fault);
        }

        var request = new RequestHead(owned ?? head.ToArray(), layout);
        _before = request.Length <= MaxKeptHead ? request : null;
        return BeginRequest(request, ref input);
    }

    private ReadEvent BeginRequest(RequestHead request, ref ReadOnlySequence<byte> input)
    {
        RequestHead = request;
        input = input.Slice(request.Length);
        BeginBody(request.Framing, request.ContentLength);
        _state.Apply(Role.Client, ConnectionEvent.Request);
        Note(request.KeepAlive, request.IsUpgrade, request.IsConnect);
        return ReadEvent.RequestHead;
    }

    private void Note(bool persists, bool isUpgrade, bool isConnect)
    {
        if (!persists)
        {
            _state.DisableKeepAlive();
        }

        if (isConnect)
        {
            _state.ProposeConnect();
        }
        else if (isUpgrade)
        {
            _state.ProposeUpgrade();
        }
    }

    private ReadEvent ReadResponse(ref ReadOnlySequence<byte> input)
    {
        if (_scanner.Scanned == 0)
        {
            if (_sentMethod == KnownMethod.Other && _responseBefore is not null && _responseBefore.IsFrontOf(input.FirstSpan))
            {
                BytesExamined += _responseBefore.Length;
                return BeginResponse(_responseBefore, opensTunnel: false, ref input);
            }

            BytesExamined += Math.Min(input.FirstSpan.Length, _limits.MaxHeaderSize);
            if (ResponseHeadParser.TryParse(input.FirstSpan, _limits, out var layout))
            {
                return AcceptResponse(input.FirstSpan[..layout.Length].ToArray(), ref layout, ref input);
            }
        }

        if (!TryScan(input, out var head, out var answer))
        {
            return answer;
        }

        return ResponseHeadParser.TryParse(head, _limits, out var scanned)
            ? AcceptResponse(head, ref scanned, ref input)
            : throw new InvalidOperationException("The scanner accepted a head the parser does not.");
    }

    private ReadEvent AcceptResponse(byte[] head, ref ResponseHeadLayout layout, ref ReadOnlySequence<byte> input)
    {
        var toConnect = _sentMethod == KnownMethod.Connect;
        var fault = FramingRules.CheckResponse(ref layout, _sentMethod == KnownMethod.Head, toConnect, _limits);
        if (layout.StatusCode == 101 && !_state.UpgradePending)
        {
            fault = Fault.SwitchUnrequested;
        }

        if (fault == Fault.None && layout.StatusCode < 200 && ++_informational > _limits.MaxInformationalResponses)
        {
            fault = Fault.TooManyInformational;
        }

        if (fault != Fault.None)
        {
            return Fail(fault);
        }

        var response = new ResponseHead(head, layout);
        if (response.IsInformational)
        {
            ResponseHead = response;
            input = input.Slice(response.Length);
            _scanner = new HeadScanner(HeadKind.Response);
            _state.Apply(Role.Server, response.StatusCode == 101 ? ConnectionEvent.SwitchUpgrade : ConnectionEvent.Informational);
            return ReadEvent.Informational;
        }

        _responseBefore = _sentMethod == KnownMethod.Other && response.Length <= MaxKeptHead ? response : null;
        return BeginResponse(response, toConnect && response.StatusCode < 300, ref input);
    }

    private ReadEvent BeginResponse(ResponseHead response, bool opensTunnel, ref ReadOnlySequence<byte> input)
    {
        ResponseHead = response;
        input = input.Slice(response.Length);
        BeginBody(response.Framing, response.ContentLength);
        _state.Apply(Role.Server, opensTunnel ? ConnectionEvent.SwitchConnect : ConnectionEvent.Response);
        if (!response.KeepAlive)
        {
            _state.DisableKeepAlive();
        }

        return ReadEvent.ResponseHead;
    }
}
