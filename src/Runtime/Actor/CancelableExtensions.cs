namespace Akka.Actor;

/// <summary>Short forms of <see cref="ICancelable"/>.</summary>
public static class CancelableExtensions
{
    /// <summary>Gives the signal, if there is one.</summary>
    /// <param name="cancelable">The signal; may be null.</param>
    public static void CancelIfNotNull(this ICancelable? cancelable) => cancelable?.Cancel();
}
