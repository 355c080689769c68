using HttpActors.Bench.Load.Report;

namespace HttpActors.Bench.Load.Rows;

/// <summary>One row of the table of targets.</summary>
internal interface IRow
{
    string Id { get; }

    string Title { get; }

    /// <summary>Fills <paramref name="result"/> as it goes, so that what was measured before a failure is kept.</summary>
    Task MeasureAsync(BenchContext context, RowResult result);
}
