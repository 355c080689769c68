namespace HttpActors.Actors.Tests;

/// <summary>The clock that other tests rely on.</summary>
public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Timers_fire_in_due_order_each_at_its_own_time()
    {
        using var late = Timer("late", 3, 0);
        using var ticking = Timer("tick", 1, 1);
        _time.Advance(TimeSpan.FromSeconds(3.5));
        Assert.Equal(["tick@1", "tick@2", "late@3", "tick@3"], _fired);
        Assert.Equal(3.5, _time.GetElapsedTime(0).TotalSeconds);
    }

    [Fact]
    public void A_disposed_timer_is_silent()
    {
        Timer("gone", 1, 1).Dispose();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(_fired);
        Assert.Equal(0, _time.TimerCount);
    }

    private ITimer Timer(string name, int due, int period) => _time.CreateTimer(
        _ => _fired.Add($"{name}@{_time.GetElapsedTime(0).TotalSeconds}"),
        null,
        TimeSpan.FromSeconds(due),
        period == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(period));
}
