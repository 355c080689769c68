using System.Reactive.Linq;

namespace HttpActors.Actors.Tests;

/// <summary>One list for an event and its observable.</summary>
public sealed class ListenersTests
{
    private readonly Listeners<int> _listeners = new();
    private readonly List<string> _heard = [];

    [Fact]
    public void Nobody_listens_at_first()
    {
        Assert.False(_listeners.Any);
        _listeners.Publish(1);
    }

    [Fact]
    public void Callbacks_and_observers_are_called_in_the_order_they_came()
    {
        _listeners.Add(value => _heard.Add($"a{value}"));
        using var subscription = _listeners.Subscribe(value => _heard.Add($"b{value}"));
        _listeners.Add(value => _heard.Add($"c{value}"));
        Assert.True(_listeners.Any);
        _listeners.Publish(1);
        Assert.Equal(["a1", "b1", "c1"], _heard);
    }

    [Fact]
    public void An_observer_alone_counts_as_a_listener_until_it_leaves()
    {
        var subscription = _listeners.Subscribe(_ => { });
        Assert.True(_listeners.Any);
        subscription.Dispose();
        subscription.Dispose();
        Assert.False(_listeners.Any);
    }

    [Fact]
    public void Removing_takes_the_newest_of_equal_callbacks()
    {
        void Heard(int value) => _heard.Add($"h{value}");
        Action<int> callback = Heard;
        _listeners.Add(callback);
        _listeners.Add(value => _heard.Add($"x{value}"));
        _listeners.Add(callback);
        _listeners.Remove(callback);
        _listeners.Publish(1);
        Assert.Equal(["h1", "x1"], _heard);
        _listeners.Remove(callback);
        _listeners.Remove(callback);
        _listeners.Remove(null);
        _listeners.Publish(2);
        Assert.Equal(["h1", "x1", "x2"], _heard);
    }

    [Fact]
    public void A_callback_that_stands_for_another_delegate_is_removed_by_that()
    {
        Func<int, string> key = value => $"{value}";
        _listeners.Add(key, value => _heard.Add(key(value)));
        _listeners.Publish(7);
        _listeners.Remove(key);
        Assert.False(_listeners.Any);
        Assert.Equal(["7"], _heard);
    }

    [Fact]
    public void Adding_nothing_adds_nothing()
    {
        _listeners.Add(null);
        Assert.False(_listeners.Any);
        Assert.Throws<ArgumentNullException>(() => _listeners.Subscribe(null!));
    }

    [Fact]
    public void A_listener_that_throws_is_heard_of_and_stays()
    {
        using var subscription = _listeners.Subscribe(value => throw new InvalidOperationException($"{value}"));
        Assert.Equal("1", Assert.Throws<InvalidOperationException>(() => _listeners.Publish(1)).Message);
        Assert.Equal("2", Assert.Throws<InvalidOperationException>(() => _listeners.Publish(2)).Message);
    }

    [Fact]
    public void Listeners_that_come_or_go_during_a_call_change_the_next_one()
    {
        IDisposable? later = null;
        IDisposable? first = null;
        first = _listeners.Subscribe(value =>
        {
            _heard.Add($"first{value}");
            first!.Dispose();
            later ??= _listeners.Subscribe(other => _heard.Add($"later{other}"));
        });
        _listeners.Publish(1);
        _listeners.Publish(2);
        Assert.Equal(["first1", "later2"], _heard);
    }

    [Fact]
    public void Completing_tells_observers_once_and_keeps_plain_callbacks()
    {
        _listeners.Add(value => _heard.Add($"plain{value}"));
        using var subscription = _listeners.Subscribe(
            value => _heard.Add($"next{value}"), () => _heard.Add("completed"));
        _listeners.Complete();
        _listeners.Complete();
        _listeners.Publish(1);
        Assert.Equal(["completed", "plain1"], _heard);
    }

    [Fact]
    public void Failing_tells_observers_the_error()
    {
        using var subscription = _listeners.Subscribe(_ => { }, error => _heard.Add(error.Message));
        _listeners.Complete(new IOException("broke"));
        Assert.Equal(["broke"], _heard);
    }

    [Fact]
    public void An_observer_that_throws_at_the_end_does_not_keep_it_from_the_others()
    {
        using var careless = _listeners.Subscribe(_ => { }, () => throw new InvalidOperationException());
        using var other = _listeners.Subscribe(_ => { }, () => _heard.Add("completed"));
        Assert.Throws<InvalidOperationException>(() => _listeners.Complete());
        Assert.Equal(["completed"], _heard);
        Assert.False(_listeners.Any);
    }

    [Fact]
    public async Task Lists_change_from_many_threads_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                var subscription = _listeners.Subscribe(_ => { });
                _listeners.Publish(i);
                subscription.Dispose();
            }
        }))).InTime();
        Assert.False(_listeners.Any);
    }
}
