namespace Akka.Actor;

/// <summary>A signal to stop something, which can be given after a time of a scheduler's.</summary>
public class Cancelable : ICancelable, IDisposable
{
    private readonly IActionScheduler _scheduler;
    private readonly CancellationTokenSource _source = new();
    private int _isDisposed;

    /// <summary>Creates a signal that is given after a time.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="delay">The time.</param>
    public Cancelable(IScheduler scheduler, TimeSpan delay)
        : this(scheduler) => CancelAfter(delay);

    /// <summary>Creates a signal that is given after a time.</summary>
    /// <param name="scheduler">The scheduler.</param>
    /// <param name="millisecondsDelay">The time in milliseconds.</param>
    public Cancelable(IScheduler scheduler, int millisecondsDelay)
        : this(scheduler, TimeSpan.FromMilliseconds(millisecondsDelay))
    {
    }

    /// <summary>Creates a signal.</summary>
    /// <param name="scheduler">The scheduler, for <see cref="CancelAfter(TimeSpan)"/>.</param>
    public Cancelable(IScheduler scheduler)
        : this(scheduler.Advanced)
    {
    }

    /// <summary>Creates a signal.</summary>
    /// <param name="scheduler">The scheduler, for <see cref="CancelAfter(TimeSpan)"/>.</param>
    public Cancelable(IActionScheduler scheduler) => _scheduler = scheduler;

    /// <inheritdoc/>
    public bool IsCancellationRequested => _source.IsCancellationRequested;

    /// <inheritdoc/>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether it was disposed of.</summary>
    public bool IsDisposed => Volatile.Read(ref _isDisposed) != 0;

    /// <summary>A signal that was given already.</summary>
    public static ICancelable CreateCanceled() => GivenCancelable.Instance;

    /// <inheritdoc/>
    public void Cancel() => Cancel(throwOnFirstException: false);

    /// <inheritdoc/>
    public void Cancel(bool throwOnFirstException)
    {
        if (!IsDisposed) _source.Cancel(throwOnFirstException);
    }

    /// <inheritdoc/>
    public void CancelAfter(TimeSpan delay)
    {
        if (delay < TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(delay), $"The delay must be >0, it was {delay}");
        if (!IsCancellationRequested) _scheduler.ScheduleOnce(delay, Cancel);
    }

    /// <inheritdoc/>
    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    /// <summary>Disposes of it; it is not given any more.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes of it.</summary>
    /// <param name="disposing">True.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0) _source.Dispose();
    }

    private sealed class GivenCancelable : ICancelable
    {
        public static readonly GivenCancelable Instance = new();

        public bool IsCancellationRequested => true;

        public CancellationToken Token => new(canceled: true);

        public void Cancel()
        {
        }

        public void Cancel(bool throwOnFirstException)
        {
        }

        public void CancelAfter(TimeSpan delay)
        {
        }

        public void CancelAfter(int millisecondsDelay)
        {
        }
    }
}
