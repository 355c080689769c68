using System.Globalization;

namespace HttpActors.Actors.Tests.Turns;

/// <summary>Each call into user code starts clean and leaves nothing behind.</summary>
public sealed class UserCodeScopeTests
{
    private static readonly AsyncLocal<string?> Local = new();

    [Fact]
    public void What_a_callback_sets_the_next_one_does_not_see()
    {
        var owner = new TurnOwner();
        owner.Turn(() => Local.Value = "first");
        string? seen = "unset";
        owner.Turn(() => seen = Local.Value);
        Assert.Null(seen);
        Assert.Null(Local.Value);
    }

    [Fact]
    public void A_callback_does_not_see_what_surrounds_the_turn_and_the_surroundings_come_back()
    {
        var owner = new TurnOwner();
        Local.Value = "outside";
        string? seen = "unset";
        owner.Turn(() =>
        {
            seen = Local.Value;
            Local.Value = "inside";
        });
        Assert.Null(seen);
        Assert.Equal("outside", Local.Value);
    }

    [Fact]
    public void The_surroundings_come_back_when_user_code_throws()
    {
        var owner = new TurnOwner();
        Local.Value = "outside";
        var before = SynchronizationContext.Current;
        Assert.Throws<InvalidOperationException>(() => owner.Turn(() =>
        {
            Local.Value = "inside";
            throw new InvalidOperationException();
        }));
        Assert.Equal("outside", Local.Value);
        Assert.Same(before, SynchronizationContext.Current);
    }

    [Fact]
    public void A_callback_keeps_its_own_values_over_an_await()
    {
        var owner = new TurnOwner();
        var gate = new TaskCompletionSource();
        string? after = null;
        async Task Handler()
        {
            Local.Value = "mine";
            await gate.Task;
            after = Local.Value;
        }

        owner.Turn(() => _ = Handler());
        owner.Turn(() => Local.Value = "another's");
        gate.SetResult();
        owner.RunPosted();
        Assert.Equal("mine", after);
        Assert.Null(Local.Value);
    }

    [Fact]
    public void The_culture_does_not_leak_either()
    {
        var owner = new TurnOwner();
        var before = CultureInfo.CurrentCulture;
        owner.Turn(() => CultureInfo.CurrentCulture = (CultureInfo)before.Clone());
        Assert.Same(before, CultureInfo.CurrentCulture);
    }

    [Fact]
    public void Scopes_nest()
    {
        var outer = new TurnOwner();
        var inner = new TurnOwner();
        outer.Turn(() =>
        {
            Local.Value = "outer";
            inner.Turn(() => Assert.Null(Local.Value));
            Assert.Equal("outer", Local.Value);
            Assert.Same(outer.Context, SynchronizationContext.Current);
        });
    }
}
