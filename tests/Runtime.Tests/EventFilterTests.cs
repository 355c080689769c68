using Akka.Actor;
using Akka.Event;
using Akka.TestKit;

namespace HttpActors.Runtime.Tests;

public class EventFilterTests : ActorTest
{
    private static string Failure(Action action) => Assert.ThrowsAny<Xunit.Sdk.XunitException>(action).Message;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(30);

    [Fact]
    public void An_event_filter_counts()
    {
        EventFilter.Warning("careful").ExpectOne(() => Sys.Log.Warning("careful"));
        EventFilter.Error(start: "bad").Expect(2, () =>
        {
            Sys.Log.Error("bad 1");
            Sys.Log.Error("bad 2");
        });
        EventFilter.Info(contains: "middle").ExpectOne(() => Sys.Log.Info("the middle part"));
        EventFilter.Warning(new System.Text.RegularExpressions.Regex("^c.*l$")).ExpectOne(() => Sys.Log.Warning("careful"));
        EventFilter.Custom(e => e.Message.ToString() == "mine").ExpectOne(() => Sys.Log.Info("mine"));
        EventFilter.Error("a").And.Warning("b").Expect(2, () =>
        {
            Sys.Log.Error("a");
            Sys.Log.Warning("b");
        });
    }

    [Fact]
    public void An_event_filter_fails_when_too_few_or_too_many_come()
    {
        Failure(() => EventFilter.Warning("w").ExpectOne(Soon, () => { }));
        Failure(() => EventFilter.Warning("w").Expect(1, Soon, () =>
        {
            Sys.Log.Warning("w");
            Sys.Log.Warning("w");
            Sys.Log.Warning("w");
        }));
    }

    [Fact]
    public async Task Event_filters_have_async_forms()
    {
        await EventFilter.Warning("w").ExpectOneAsync(async () =>
        {
            await Task.Yield();
            Sys.Log.Warning("w");
        });
        await EventFilter.Warning("w").ExpectAsync(2, async () =>
        {
            await Task.Yield();
            Sys.Log.Warning("w");
            Sys.Log.Warning("w");
        });
    }

    [Fact]
    public void Dead_letters_can_be_filtered()
    {
        EventFilter.DeadLetter<string>().ExpectOne(() => Sys.DeadLetters.Tell("x"));
        EventFilter.DeadLetter<int>(n => n == 5).ExpectOne(() => Sys.DeadLetters.Tell(5));
    }
}
