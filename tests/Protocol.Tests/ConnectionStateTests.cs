namespace HttpActors.Protocol.Tests;

/// <summary>The tables against the diagram of the README: what is not drawn there is illegal.</summary>
public class ConnectionStateTests
{
    [Fact]
    public void A_cycle()
    {
        var state = default(ConnectionState);
        Step(ref state, Role.Client, ConnectionEvent.Request, SideState.SendBody, SideState.SendResponse);
        Step(ref state, Role.Server, ConnectionEvent.Informational, SideState.SendBody, SideState.SendResponse);
        Step(ref state, Role.Client, ConnectionEvent.Data, SideState.SendBody, SideState.SendResponse);
        Step(ref state, Role.Client, ConnectionEvent.EndOfMessage, SideState.Done, SideState.SendResponse);
        Step(ref state, Role.Server, ConnectionEvent.Response, SideState.Done, SideState.SendBody);
        Step(ref state, Role.Server, ConnectionEvent.Data, SideState.Done, SideState.SendBody);
        Step(ref state, Role.Server, ConnectionEvent.EndOfMessage, SideState.Done, SideState.Done);
        state.StartNextCycle();
        Assert.Equal(default, state);
    }

    [Fact]
    public void Without_keep_alive_done_is_must_close()
    {
        var state = default(ConnectionState);
        state.Apply(Role.Client, ConnectionEvent.Request);
        state.DisableKeepAlive();
        Step(ref state, Role.Client, ConnectionEvent.EndOfMessage, SideState.MustClose, SideState.SendResponse);
        state.Apply(Role.Server, ConnectionEvent.Response);
        Step(ref state, Role.Server, ConnectionEvent.EndOfMessage, SideState.MustClose, SideState.MustClose);
        Step(ref state, Role.Server, ConnectionEvent.ConnectionClosed, SideState.MustClose, SideState.Closed);
        Step(ref state, Role.Client, ConnectionEvent.ConnectionClosed, SideState.Closed, SideState.Closed);
    }

    [Fact]
    public void A_side_that_closes_while_idle_leaves_the_other_nothing_but_to_close()
    {
        var state = default(ConnectionState);
        Step(ref state, Role.Client, ConnectionEvent.ConnectionClosed, SideState.Closed, SideState.MustClose);
        state = default;
        Step(ref state, Role.Server, ConnectionEvent.ConnectionClosed, SideState.MustClose, SideState.Closed);
    }

    [Fact]
    public void An_error_of_one_side_ends_the_other_after_its_message()
    {
        var state = default(ConnectionState);
        state.Apply(Role.Client, ConnectionEvent.Request);
        state.ApplyError(Role.Client);
        state.Apply(Role.Server, ConnectionEvent.Response);
        Step(ref state, Role.Server, ConnectionEvent.EndOfMessage, SideState.Error, SideState.MustClose);
        Assert.False(state.KeepAlive);
    }

    [Fact]
    public void A_switch_needs_both_the_wish_and_the_answer()
    {
        var state = default(ConnectionState);
        state.Apply(Role.Client, ConnectionEvent.Request);
        Assert.False(state.Allows(Role.Server, ConnectionEvent.SwitchUpgrade));
        state.ProposeUpgrade();
        Assert.False(state.Allows(Role.Server, ConnectionEvent.SwitchConnect));
        Step(ref state, Role.Client, ConnectionEvent.EndOfMessage, SideState.MightSwitchProtocol, SideState.SendResponse);
        Step(ref state, Role.Server, ConnectionEvent.SwitchUpgrade, SideState.SwitchedProtocol, SideState.SwitchedProtocol);
    }

    // Every pair of states that can be reached, and every event: legal ones lead to a named state, all others throw and change nothing.
    [Fact]
    public void Every_reachable_state_allows_or_refuses_every_event()
    {
        var seen = new HashSet<ConnectionState> { default };
        var open = new Queue<ConnectionState>(seen);
        while (open.TryDequeue(out var state))
        {
            foreach (var next in Successors(state).Where(seen.Add))
            {
                open.Enqueue(next);
            }
        }

        Assert.All(seen, static s => Assert.True(Enum.IsDefined(s.Client) && Enum.IsDefined(s.Server)));
        Assert.DoesNotContain(seen, static s => s.Client == SideState.SendResponse || s.Server == SideState.MightSwitchProtocol);
        Assert.DoesNotContain(seen, static s => !s.KeepAlive && (s.Client == SideState.Done || s.Server == SideState.Done));
        Assert.InRange(seen.Count, 50, 400);
    }

    private static IEnumerable<ConnectionState> Successors(ConnectionState state)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            foreach (var what in Enum.GetValues<ConnectionEvent>())
            {
                var next = state;
                if (state.Allows(role, what))
                {
                    next.Apply(role, what);
                    yield return next;
                    continue;
                }

                var thrown = Assert.Throws<LocalProtocolException>(() => next.Apply(role, what));
                Assert.Contains(what.ToString(), thrown.Message, StringComparison.Ordinal);
                Assert.Contains(state.Of(role).ToString(), thrown.Message, StringComparison.Ordinal);
                Assert.Equal(state, next);
            }

            var failed = state;
            failed.ApplyError(role);
            yield return failed;
        }

        foreach (var flagged in Flagged(state))
        {
            yield return flagged;
        }
    }

    private static IEnumerable<ConnectionState> Flagged(ConnectionState state)
    {
        var closing = state;
        closing.DisableKeepAlive();
        yield return closing;
        if (state.Client == SideState.SendBody)
        {
            var upgrading = state;
            upgrading.ProposeUpgrade();
            yield return upgrading;
            var connecting = state;
            connecting.ProposeConnect();
            yield return connecting;
        }

        if (state.CanStartNextCycle)
        {
            var idle = state;
            idle.StartNextCycle();
            yield return idle;
        }
    }

    private static void Step(ref ConnectionState state, Role role, ConnectionEvent what, SideState client, SideState server)
    {
        state.Apply(role, what);
        Assert.Equal((client, server), (state.Client, state.Server));
    }
}
