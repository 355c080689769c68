namespace HttpActors.Bench.Load;

/// <summary>One line on standard error for each step, so that standard output holds the result alone.</summary>
internal sealed class Progress(Schedule schedule)
{
    public void Say(string text) => Console.Error.WriteLine(FormattableString.Invariant($"[{schedule.Elapsed:mm\\:ss}] {text}"));
}
