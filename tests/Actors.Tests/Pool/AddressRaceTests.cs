using System.Net;
using System.Net.Sockets;
using HttpActors.Actors.Client;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Pool;

/// <summary>RFC 8305 in virtual time: which address is tried when, who wins, and what becomes of the others.</summary>
public sealed class AddressRaceTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);
    private readonly ManualTimeProvider _time = new();
    private readonly List<Attempt> _attempts = [];
    private readonly CancellationTokenSource _stop = new();

    [Fact]
    public void Section_4_families_take_turns_beginning_with_the_first()
    {
        var addresses = new[] { "::1", "::2", "::3", "1.1.1.1", "::1", "2.2.2.2" }.Select(IPAddress.Parse);
        Assert.Equal("::1 1.1.1.1 ::2 2.2.2.2 ::3", string.Join(' ', AddressRace.Order(addresses)));
        Assert.Empty(AddressRace.Order([]));
    }

    [Fact]
    public async Task Section_5_the_next_address_is_tried_when_the_delay_is_over_and_not_earlier()
    {
        var race = Run(3);
        await BegunAsync(1);
        await PauseAsync(Delay - TimeSpan.FromMilliseconds(1));
        Assert.Single(Begun);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await BegunAsync(2);
        await PauseAsync(Delay);
        await BegunAsync(3);
        var winner = Begun[2].Succeed();
        Assert.Same(winner, await race.InTime());
        Assert.All(Begun.Take(2), loser => Assert.True(loser.Stop.IsCancellationRequested));
    }

    [Fact]
    public async Task Section_5_a_failure_does_not_wait_for_the_delay()
    {
        var race = Run(3);
        await BegunAsync(1);
        Begun[0].Fail(SocketError.ConnectionRefused);
        await BegunAsync(2);
        Begun[1].Fail(SocketError.NetworkUnreachable);
        await BegunAsync(3);
        Assert.Same(Begun[2].Succeed(), await race.InTime());
        Assert.Equal(0, _time.GetTimestamp());
    }

    [Fact]
    public async Task The_first_address_may_still_win_when_others_are_under_way()
    {
        var race = Run(2);
        await BegunAsync(1);
        await PauseAsync(Delay);
        await BegunAsync(2);
        Assert.Same(Begun[0].Succeed(), await race.InTime());
        Assert.True(Begun[1].Stop.IsCancellationRequested);
    }

    [Fact]
    public async Task A_loser_that_connects_all_the_same_is_closed()
    {
        var race = Run(2);
        await BegunAsync(1);
        await PauseAsync(Delay);
        await BegunAsync(2);
        Begun[1].Succeed();
        await race.InTime();
        var late = Begun[0].Succeed();
        await Bounded.Until(() => late.IsAborted);
    }

    [Fact]
    public async Task When_all_fail_the_first_ones_error_is_told()
    {
        var race = Run(2);
        await BegunAsync(1);
        Begun[0].Fail(SocketError.HostUnreachable);
        await BegunAsync(2);
        Begun[1].Fail(SocketError.ConnectionRefused);
        Assert.Equal(SocketError.HostUnreachable, (await Assert.ThrowsAsync<SocketException>(() => race.InTime())).SocketErrorCode);
    }

    [Fact]
    public async Task Half_of_the_addresses_dead_cost_one_delay()
    {
        var race = Run(4);
        await BegunAsync(1);
        await PauseAsync(Delay);
        await BegunAsync(2);
        Assert.Same(Begun[1].Succeed(), await race.InTime());
        Assert.Equal(Delay.Ticks, _time.GetTimestamp());
        Assert.Equal(2, Begun.Count);
    }

    [Fact]
    public async Task Who_gives_up_ends_every_attempt()
    {
        var race = Run(3);
        await BegunAsync(1);
        await PauseAsync(Delay);
        await BegunAsync(2);
        await _stop.CancelAsync();
        Assert.All(Begun, attempt => Assert.True(attempt.Stop.IsCancellationRequested));
        Begun.ForEach(attempt => attempt.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => race.InTime());
        Assert.Equal((2, 0), (Begun.Count, _time.TimerCount));
    }

    private List<Attempt> Begun
    {
        get
        {
            lock (_attempts)
            {
                return [.. _attempts];
            }
        }
    }

    private Task<ConnectionTransport> Run(int addresses) => AddressRace.RunAsync(
        [.. Enumerable.Range(1, addresses).Select(last => new IPEndPoint(IPAddress.Parse($"192.0.2.{last}"), 80))],
        (_, stop) =>
        {
            var attempt = new Attempt(stop);
            lock (_attempts)
            {
                _attempts.Add(attempt);
            }

            return attempt.Task;
        },
        Delay,
        _time,
        _stop.Token);

    private Task BegunAsync(int count) => Bounded.Until(() => Begun.Count == count);

    /// <summary>The race has set its clock before it is moved.</summary>
    private async Task PauseAsync(TimeSpan time)
    {
        await Bounded.Until(() => _time.TimerCount == 1);
        _time.Advance(time);
    }

    private sealed class Attempt(CancellationToken stop)
    {
        private readonly TaskCompletionSource<ConnectionTransport> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationToken Stop => stop;

        public Task<ConnectionTransport> Task => _source.Task;

        public AbortableTransport Succeed()
        {
            var transport = new AbortableTransport();
            _source.SetResult(transport);
            return transport;
        }

        public void Cancel() => _source.SetCanceled(stop);

        public void Fail(SocketError error) => _source.SetException(new SocketException((int)error));
    }

    private sealed class AbortableTransport() : DuplexPipeTransport(MemoryTransport.CreatePair().Server)
    {
        private bool _aborted;

        public bool IsAborted => Volatile.Read(ref _aborted);

        public override void Abort() => Volatile.Write(ref _aborted, true);
    }
}
