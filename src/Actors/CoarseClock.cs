using HttpActors.Protocol;

namespace HttpActors.Actors;

/// <summary>
/// A clock that is read without a system call: it moves when it is ticked, once a second.
/// </summary>
/// <remarks>Deadlines are seconds long and need no more; the Date field has a resolution of one second.</remarks>
internal sealed class CoarseClock
{
    private readonly TimeProvider _time;
    private readonly long _start;
    private Reading _reading;

    public CoarseClock(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _reading = Read();
    }

    /// <summary>Milliseconds since this clock was made.</summary>
    public long Now => Volatile.Read(ref _reading).Milliseconds;

    /// <summary>The Date field's value, an IMF-fixdate of 29 octets (RFC 9110 section 5.6.7).</summary>
    public ReadOnlySpan<byte> Date => Volatile.Read(ref _reading).Date;

    public void Tick() => Volatile.Write(ref _reading, Read());

    private Reading Read()
    {
        var date = new byte[HttpDate.Length];
        HttpDate.Format(_time.GetUtcNow(), date);
        return new Reading((long)_time.GetElapsedTime(_start).TotalMilliseconds, date);
    }

    private sealed record Reading(long Milliseconds, byte[] Date);
}
