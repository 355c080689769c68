using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Akka.Event;
using HttpActors.Actors.Telemetry;

namespace HttpActors.Actors.Connections;

/// <summary>What comes in.</summary>
internal abstract partial class Connection
{
    private readonly Action _onInputReady;
    private ConfiguredValueTaskAwaitable<ReadResult>.ConfiguredValueTaskAwaiter _read;
    private bool _readPending;
    private bool _inputEnded;

    // Octets that were received and wait for the session; the transport hands them out again when asked.
    private bool _octetsHeld;
    private bool _blocked;
    private bool _endHeld;
    private bool _yielded;
    private bool _watchesLoss;

    protected bool InputCanMove => !_yielded && !_readPending
        && (_octetsHeld || _blocked ? TakesInput || CanWatch : CanWatch);

    private bool CanWatch => !_octetsHeld && !_inputEnded && Watches;

    protected void OnInputReady()
    {
        _readPending = false;
        TakeRead();
    }

    protected void PumpInput()
    {
        for (var reads = 0; !IsOver && !_readPending && !_yielded; reads++)
        {
            if (reads >= RoundsPerTurn)
            {
                // A peer that sends as fast as we read must not own the loop.
                ContinueLater(InputProgress.Yield);
                return;
            }

            if (_octetsHeld)
            {
                if (!TakesInput)
                {
                    return;
                }

                ReadHeld();
            }
            else if (_blocked && TakesInput)
            {
                ResumeWithoutOctets();
            }
            else if (_inputEnded || !Watches || !BeginRead())
            {
                return;
            }
        }
    }

    private void ReadHeld()
    {
        if (_transport.Input.TryRead(out var result))
        {
            Process(result);
        }
        else
        {
            _octetsHeld = false;
        }
    }

    /// <summary>False when the read is pending.</summary>
    private bool BeginRead()
    {
        try
        {
            _read = _transport.Input.ReadAsync().ConfigureAwait(false).GetAwaiter();
        }
        catch (Exception error)
        {
            OnInputFailed(error);
            return false;
        }

        if (_read.IsCompleted)
        {
            TakeRead();
            return true;
        }

        _readPending = true;
        _read.UnsafeOnCompleted(_onInputReady);
        return false;
    }

    private void TakeRead()
    {
        ReadResult result;
        try
        {
            result = _read.GetResult();
        }
        catch (Exception error)
        {
            OnInputFailed(error);
            return;
        }

        Process(result);
    }

    private void Process(in ReadResult result)
    {
        var rest = result.Buffer;
        var progress = Feed(ref rest);
        if (IsOver)
        {
            return;
        }

        if (progress == InputProgress.NeedInput)
        {
            _transport.Input.AdvanceTo(rest.Start, rest.End);
            _octetsHeld = _blocked = false;
        }
        else
        {
            // Not examined, so that they are handed out again without new ones.
            _transport.Input.AdvanceTo(rest.Start);
            _octetsHeld = !rest.IsEmpty;
            _blocked = true;
            ContinueLater(progress);
        }

        if (result.IsCompleted && !_octetsHeld)
        {
            OnInputEnded(_transport.Failure is not null);
        }
    }

    /// <summary>
    /// The session stopped where it had no octet left; it may still have something to say, such as the end of a body
    /// whose last octet it was.
    /// </summary>
    private void ResumeWithoutOctets()
    {
        var none = ReadOnlySequence<byte>.Empty;
        var progress = Feed(ref none);
        _blocked = progress != InputProgress.NeedInput;
        ContinueLater(progress);
        if (!_blocked && _endHeld)
        {
            _endHeld = false;
            TellInputEnd(failed: false);
        }
    }

    /// <summary>An orderly end waits behind a body that is stopped; a failure does not.</summary>
    private void OnInputEnded(bool failed)
    {
        _inputEnded = true;
        _endHeld = !failed && _blocked && Holds;
        if (!_endHeld)
        {
            TellInputEnd(failed);
        }
    }

    protected void ContinueLater(InputProgress progress)
    {
        if (progress == InputProgress.Yield && !_yielded)
        {
            _yielded = true;
            Tell(ConnectionMessage.TurnContinued);
        }
    }

    /// <summary>Octets are held back, so that no read would notice that the peer is gone: the transport tells.</summary>
    private void WatchForLoss()
    {
        if (_octetsHeld && !_readPending && !_watchesLoss && !IsOver)
        {
            _watchesLoss = true;
            _transport.WatchForLoss(() => Tell(ConnectionMessage.TransportLost));
        }
    }

    /// <summary>The parent's coarse tick: compares the deadline, and looks after the transport. Any thread.</summary>
    /// <param name="now">The coarse clock's milliseconds.</param>
    public void OnTick(long now)
    {
        _transport.LookForLoss();
        if (DeadlineAt <= now)
        {
            Tell(ConnectionMessage.DeadlinePassed);
        }
    }

    private void OnTransportLost()
    {
        // With a read or a flush under way the news comes by them, and with more to tell.
        if (!_readPending && (!_flushPending || _outputLost) && !_inputEnded)
        {
            _octetsHeld = false;
            _inputEnded = true;
            TellInputEnd(failed: true);
        }
    }

    private void OnInputFailed(Exception error)
    {
        Log.Write(ServerEvent.InputFailed, null, Id, error.Message);
        _inputEnded = true;
        TellInputEnd(failed: true);
    }
}
