using System.Text;

namespace HttpActors.Actors.Tests;

public sealed class CoarseClockTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void It_moves_only_when_it_is_ticked()
    {
        var clock = new CoarseClock(_time);
        Assert.Equal(0, clock.Now);
        _time.Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal(0, clock.Now);
        clock.Tick();
        Assert.Equal(2_500, clock.Now);
    }

    [Fact]
    public void The_date_is_an_IMF_fixdate_of_the_last_tick()
    {
        var clock = new CoarseClock(_time);
        Assert.Equal("Sun, 01 Mar 2026 12:00:00 GMT", Encoding.ASCII.GetString(clock.Date));
        _time.Advance(TimeSpan.FromHours(13));
        Assert.Equal("Sun, 01 Mar 2026 12:00:00 GMT", Encoding.ASCII.GetString(clock.Date));
        clock.Tick();
        Assert.Equal("Mon, 02 Mar 2026 01:00:00 GMT", Encoding.ASCII.GetString(clock.Date));
    }
}
