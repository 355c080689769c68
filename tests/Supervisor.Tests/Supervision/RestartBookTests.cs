using HttpActors.Supervisor.Config;
using HttpActors.Supervisor.Hosting;

namespace HttpActors.Supervisor.Tests.Supervision;

public class RestartBookTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RestartSettings Plain = new() { Jitter = 0, MaxRestarts = 100, Window = TimeSpan.FromHours(1) };

    [Fact]
    public void Each_wait_is_longer_by_the_factor_up_to_the_longest()
    {
        var book = new RestartBook(Plain with { MaxBackoff = TimeSpan.FromSeconds(3) }, () => 0.5);

        Assert.Equal([0.5, 1, 2, 3, 3], Enumerable.Range(0, 5).Select(_ => book.NextRestart(Start)!.Value.TotalSeconds));
    }

    [Fact]
    public void A_factor_that_overflows_is_the_longest_wait()
    {
        var book = new RestartBook(Plain with { BackoffFactor = 100, MaxRestarts = 1000 }, () => 0.5);

        for (var i = 0; i < 500; i++)
            Assert.InRange(book.NextRestart(Start)!.Value, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30.001));
    }

    [Theory]
    [InlineData(0, 0.4)]
    [InlineData(0.5, 0.5)]
    [InlineData(1, 0.6)]
    public void Jitter_moves_the_wait_both_ways(double random, double seconds) =>
        Assert.Equal(seconds, new RestartBook(Plain with { Jitter = 0.2 }, () => random).NextRestart(Start)!.Value.TotalSeconds, 6);

    [Fact]
    public void Too_many_restarts_within_the_window_are_the_end()
    {
        var book = new RestartBook(Plain with { MaxRestarts = 2, Window = TimeSpan.FromSeconds(10) }, () => 0.5);

        Assert.NotNull(book.NextRestart(Start));
        Assert.NotNull(book.NextRestart(Start));
        Assert.Null(book.NextRestart(Start));
        Assert.NotNull(book.NextRestart(Start + TimeSpan.FromSeconds(11)));
    }

    [Fact]
    public void No_restart_is_allowed_where_the_limit_is_zero() =>
        Assert.Null(new RestartBook(Plain with { MaxRestarts = 0 }, () => 0.5).NextRestart(Start));

    [Fact]
    public void After_a_quiet_window_the_waits_begin_again_at_the_first()
    {
        var book = new RestartBook(Plain with { Window = TimeSpan.FromSeconds(10) }, () => 0.5);
        book.NextRestart(Start);
        book.NextRestart(Start);

        Assert.Equal(0.5, book.NextRestart(Start + TimeSpan.FromSeconds(30))!.Value.TotalSeconds);
    }

    [Fact]
    public void Failed_requests_count_within_their_window_only()
    {
        var book = new RestartBook(Plain with { MaxFailures = 3, FailureWindow = TimeSpan.FromSeconds(10) }, () => 0.5);

        Assert.False(book.CountFailure(Start));
        Assert.False(book.CountFailure(Start + TimeSpan.FromSeconds(1)));
        Assert.False(book.CountFailure(Start + TimeSpan.FromSeconds(10)));
        Assert.True(book.CountFailure(Start + TimeSpan.FromSeconds(10.5)));
    }

    [Fact]
    public void No_number_of_failed_requests_counts_where_the_limit_is_zero()
    {
        var book = new RestartBook(Plain with { MaxFailures = 0 }, () => 0.5);

        Assert.DoesNotContain(true, Enumerable.Range(0, 100).Select(_ => book.CountFailure(Start)));
    }
}
