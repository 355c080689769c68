namespace Akka.Actor;

/// <summary>A signal to stop something.</summary>
public interface ICancelable
{
    /// <summary>Whether it was given.</summary>
    bool IsCancellationRequested { get; }

    /// <summary>The same signal as a token.</summary>
    CancellationToken Token { get; }

    /// <summary>Gives it.</summary>
    void Cancel();

    /// <summary>Gives it after a time.</summary>
    /// <param name="delay">The time.</param>
    void CancelAfter(TimeSpan delay);

    /// <summary>Gives it after a time.</summary>
    /// <param name="millisecondsDelay">The time in milliseconds.</param>
    void CancelAfter(int millisecondsDelay);

    /// <summary>Gives it.</summary>
    /// <param name="throwOnFirstException">Whether an exception of a callback ends the others.</param>
    void Cancel(bool throwOnFirstException);
}
