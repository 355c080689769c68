using HttpActors.Actors.Loops;

namespace HttpActors.Actors.Tests.Loops;

public sealed class LoopTimerTests : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(1);

    private readonly EventLoopGroup? _group = EventLoopGroup.IsSupported
        ? new EventLoopGroup(1, TimeSpan.FromMinutes(1), maxThreads: 4)
        : null;

    private int _ticks;
    private LoopThread? _caller;

    public void Dispose() => _group?.Dispose();

    [Fact]
    public async Task It_calls_again_and_again_on_the_loops_thread()
    {
        if (_group is null)
        {
            return;
        }

        using var timer = new LoopTimer(_group.Loops[0], Period, OnTick);
        await Bounded.Until(() => Volatile.Read(ref _ticks) >= 5);
        Assert.NotNull(_caller);
    }

    [Fact]
    public async Task Nothing_comes_after_its_end()
    {
        if (_group is null)
        {
            return;
        }

        var loop = _group.Loops[0];
        var timer = new LoopTimer(loop, Period, OnTick);
        await Bounded.Until(() => Volatile.Read(ref _ticks) > 0);
        timer.Dispose();
        timer.Dispose();

        // A call that was on its way.
        await loop.TurnAsync(1);
        var ticks = Volatile.Read(ref _ticks);

        // Another timer's time has passed several times.
        var others = 0;
        using var other = new LoopTimer(loop, Period, () => Interlocked.Increment(ref others));
        await Bounded.Until(() => Volatile.Read(ref others) >= 5);
        Assert.Equal(ticks, Volatile.Read(ref _ticks));
    }

    [Fact]
    public async Task A_long_period_does_not_come_early()
    {
        if (_group is null)
        {
            return;
        }

        using var timer = new LoopTimer(_group.Loops[0], TimeSpan.FromHours(1.5), OnTick);
        await _group.Loops[0].TurnAsync(100);
        Assert.Equal(0, Volatile.Read(ref _ticks));
    }

    private void OnTick()
    {
        _caller = LoopThread.Current;
        Interlocked.Increment(ref _ticks);
    }
}
