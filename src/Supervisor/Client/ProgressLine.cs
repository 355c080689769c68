using System.Globalization;

namespace HttpActors.Supervisor.Client;

/// <summary>One line of a terminal that tells how far a download is: octets, percent where the length is known, rate.</summary>
internal sealed class ProgressLine(TextWriter terminal, TimeProvider time, long? total) : IDisposable
{
    private const int BarWidth = 24;
    private const double Step = 1024;

    // Faster than the eye reads, slow enough to cost nothing.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    private readonly long _start = time.GetTimestamp();
    private TimeSpan _shown = TimeSpan.MinValue;
    private int _width;

    internal void Report(long octets)
    {
        var elapsed = time.GetElapsedTime(_start);
        if (_shown == TimeSpan.MinValue || elapsed - _shown >= Pause)
            Show(octets, elapsed);
    }

    /// <summary>The last state, whenever the one before was shown.</summary>
    internal void Complete(long octets) => Show(octets, time.GetElapsedTime(_start));

    /// <summary>What is written next begins on a line of its own.</summary>
    public void Dispose()
    {
        if (_width > 0)
            terminal.WriteLine();
    }

    private void Show(long octets, TimeSpan elapsed)
    {
        _shown = elapsed;
        var rate = elapsed > TimeSpan.Zero ? $"{Size(octets / elapsed.TotalSeconds)}/s" : "";
        var line = total is > 0 and var whole
            ? $"{Math.Min(100, octets * 100 / whole),3}% [{Bar(octets, whole)}] {Size(octets)} of {Size(whole)}  {rate}"
            : $"{Size(octets)}  {rate}";

        // A shorter line must not leave the tail of a longer one.
        terminal.Write('\r' + line.PadRight(_width));
        terminal.Flush();
        _width = line.Length;
    }

    private static string Bar(long octets, long whole)
    {
        var done = (int)Math.Min(BarWidth, octets * BarWidth / whole);
        return new string('=', done).PadRight(BarWidth);
    }

    private static string Size(double octets)
    {
        var unit = 0;
        for (; octets >= Step && unit < Units.Length - 1; unit++)
            octets /= Step;
        return string.Create(CultureInfo.InvariantCulture, $"{octets.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture)} {Units[unit]}");
    }
}
