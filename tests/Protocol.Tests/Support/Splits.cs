namespace HttpActors.Protocol.Tests;

/// <summary>
/// Runs a reader case in every way its bytes can arrive. All ways must give the same events and leave the same rest.
/// </summary>
internal static class Splits
{
    // Beyond this, cuts are sampled: n cuts of n bytes are n^2.
    private const int AllCutsUpTo = 700;

    private const string Junk = "GET \0junk\r\r\n\n: ;";

    /// <summary>Runs the case whole and returns its log, after all other ways have given the same.</summary>
    public static EventLog Run(ReadCase @case)
    {
        var size = @case.Input.Length;
        var whole = EventLog.Run(@case, [size]);
        var step = Math.Max(1, size / AllCutsUpTo);
        Same(whole, EventLog.Run(@case, Enumerable.Range(1, size)), "one byte at a time");
        Same(whole, EventLog.Run(@case, [size], Wire.BytePerSegment), "a byte per segment");
        Same(whole, EventLog.Run(@case, Enumerable.Range(1, size), static m => Wire.Segments(m, [0, m.Length / 2, 0])), "growing, with empty segments");
        for (var cut = 0; cut <= size; cut += step)
        {
            var at = cut;
            Same(whole, EventLog.Run(@case, [cut, size]), $"cut at {cut}");
            Same(whole, EventLog.Run(@case, [size], m => Wire.Segments(m, [at, 0])), $"segments cut at {cut}");
        }

        if (!@case.Ends)
        {
            CheckJunk(@case, whole);
        }

        return whole;
    }

    /// <summary>Runs the case and compares its log with the expected lines.</summary>
    public static void Check(ReadCase @case, params string[] expected) =>
        Assert.Equal(string.Join('\n', expected), Run(@case).Text);

    /// <summary>Runs a request that must be refused.</summary>
    public static void Refused(string request, int status, string code) => Refused(new ReadCase(request), status, code);

    /// <inheritdoc cref="Refused(string, int, string)"/>
    public static void Refused(ReadCase @case, int status, string code)
    {
        var log = Run(@case);
        Assert.True(log.Failed, log.Text);
        Assert.Equal((status, code), (log.Connection.Error!.StatusCode, log.Connection.Error.Code));
        Assert.False(log.Connection.KeepAlive);
    }

    /// <summary>Runs requests that must be accepted, whole; returns the last head.</summary>
    public static RequestHead Accepted(string request, Http1Limits? limits = null)
    {
        var log = Run(new ReadCase(request) { Limits = limits ?? Http1Limits.Default, Answers = 0 });
        Assert.False(log.Failed, log.Text);
        Assert.Contains(" end", log.Text, StringComparison.Ordinal);
        Assert.Equal(0, log.Left);
        return log.Connection.RequestHead!;
    }

    // What follows a complete message, or an error, changes nothing about it and stays where it is.
    private static void CheckJunk(ReadCase @case, EventLog whole)
    {
        var isIdle = whole.Connection.TheirState == SideState.Idle && whole.Left == 0 && whole.Cycles > 1;
        var isComplete = isIdle || whole.Connection.IsPaused;
        if (!isComplete && !whole.Failed)
        {
            return;
        }

        // The last message stays unanswered, so that nothing behind it is read.
        var answers = isIdle ? whole.Cycles - 2 : whole.Cycles - 1;
        var input = @case.Input.Concat(Wire.Bytes(Junk)).ToArray();
        var log = EventLog.Run(@case with { Input = input, Answers = Math.Min(whole.Failed ? int.MaxValue : answers, @case.Answers) }, [input.Length]);
        Assert.Equal(whole.Text, log.Text);
        if (isComplete)
        {
            Assert.True(log.Left >= Junk.Length, "what follows was read");
        }
    }

    private static void Same(EventLog whole, EventLog other, string how)
    {
        if (whole.Text != other.Text)
        {
            Assert.Fail($"{how}:\n{other.Text}\nwhole:\n{whole.Text}");
        }

        if (!whole.Failed)
        {
            Assert.True(whole.Left == other.Left, $"{how}: {other.Left} bytes left instead of {whole.Left}");
        }
    }
}
