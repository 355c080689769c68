namespace Akka.TestKit;

/// <summary>Expects log events while something runs. The events that fit are not printed.</summary>
public interface IEventFilterApplier
{
    /// <summary>Adds another filter; an event that fits either counts.</summary>
    EventFilterFactory And { get; }

    /// <summary>Expects one event.</summary>
    /// <param name="action">What runs.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    void ExpectOne(Action action, CancellationToken cancellationToken = default);

    /// <summary>Expects one event.</summary>
    /// <param name="timeout">How long to wait afterwards.</param>
    /// <param name="action">What runs.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    /// <summary>Expects one event.</summary>
    /// <param name="actionAsync">What runs.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <summary>Expects one event.</summary>
    /// <param name="timeout">How long to wait afterwards.</param>
    /// <param name="action">What runs.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task ExpectOneAsync(TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default);

    /// <summary>Expects so many events; for none the whole time is waited.</summary>
    /// <param name="expectedCount">How many.</param>
    /// <param name="action">What runs.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default);

    /// <summary>Expects so many events; for none the whole time is waited.</summary>
    /// <param name="expectedCount">How many.</param>
    /// <param name="timeout">How long to wait afterwards.</param>
    /// <param name="action">What runs.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default);

    /// <summary>Expects so many events; for none the whole time is waited.</summary>
    /// <param name="expectedCount">How many.</param>
    /// <param name="actionAsync">What runs.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default);

    /// <summary>Expects so many events; for none the whole time is waited.</summary>
    /// <param name="expectedCount">How many.</param>
    /// <param name="timeout">How long to wait afterwards.</param>
    /// <param name="action">What runs.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default);

    /// <summary>Expects one event.</summary>
    /// <typeparam name="T">What the function returns.</typeparam>
    /// <param name="func">What runs.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default);

    /// <summary>Runs something whose events that fit are not printed, however many.</summary>
    /// <param name="action">What runs.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    void Mute(Action action, CancellationToken cancellationToken = default);

    /// <summary>Events that fit are not printed from now on.</summary>
    /// <returns>Ends that.</returns>
    IUnmutableFilter Mute();
}
