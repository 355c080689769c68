namespace HttpActors.Bench.Load.Report;

/// <summary>Values to pixels, and where the grid lines go.</summary>
internal sealed class PlotAxis
{
    private const int LinearSteps = 5;

    private readonly bool _logarithmic;
    private readonly double _low;
    private readonly double _high;
    private readonly double _start;
    private readonly double _end;

    private PlotAxis(double low, double high, (double Start, double End) pixels, bool logarithmic)
    {
        _logarithmic = logarithmic;
        _low = Scale(low);
        _high = Math.Max(Scale(high), _low + 1e-6);
        (_start, _end) = pixels;
    }

    /// <summary>A linear axis starts at 0: one that does not makes small differences look large.</summary>
    public static PlotAxis Over(IReadOnlyCollection<double> values, double start, double end, bool logarithmic)
    {
        var positive = values.Where(value => value > 0).DefaultIfEmpty(1).ToArray();
        var low = logarithmic ? positive.Min() * 0.9 : 0;
        return new PlotAxis(low, positive.Max() * 1.1, (start, end), logarithmic);
    }

    public static string Label(double value) => value >= 1000
        ? FormattableString.Invariant($"{value / 1000:0.#}k")
        : FormattableString.Invariant($"{value:0.###}");

    public double At(double value) => _start + (Scale(value) - _low) / (_high - _low) * (_end - _start);

    public IEnumerable<double> Ticks()
    {
        if (!_logarithmic)
        {
            var raw = _high / LinearSteps;
            var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
            var step = power * (raw / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 };
            for (var tick = 0.0; tick <= _high; tick += step)
                yield return tick;
            yield break;
        }

        for (var decade = Math.Floor(_low); decade <= _high; decade++)
        {
            foreach (var digit in (double[])[1, 2, 5])
            {
                var tick = digit * Math.Pow(10, decade);
                if (Scale(tick) >= _low && Scale(tick) <= _high)
                    yield return tick;
            }
        }
    }

    private double Scale(double value) => _logarithmic ? Math.Log10(Math.Max(value, 1e-9)) : value;
}
