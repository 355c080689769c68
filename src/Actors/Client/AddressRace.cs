using System.Net;
using System.Net.Sockets;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Client;

/// <summary>
/// Several addresses of one name, tried side by side: each a little later than the one before, or as soon as that one
/// has failed; the first that connects wins (RFC 8305 sections 4 and 5).
/// </summary>
internal static class AddressRace
{
    /// <summary>The order of trial: as they came, but the families take turns, so that a dead one costs one delay.</summary>
    public static List<IPAddress> Order(IEnumerable<IPAddress> addresses)
    {
        var all = addresses.Distinct().ToList();
        if (all.Count == 0)
        {
            return all;
        }

        var first = new Queue<IPAddress>(all.Where(address => address.AddressFamily == all[0].AddressFamily));
        var second = new Queue<IPAddress>(all.Where(address => address.AddressFamily != all[0].AddressFamily));
        var ordered = new List<IPAddress>(all.Count);
        while (first.Count > 0 || second.Count > 0)
        {
            ordered.Add(first.Count > 0 ? first.Dequeue() : second.Dequeue());
            (first, second) = second.Count > 0 ? (second, first) : (first, second);
        }

        return ordered;
    }

    /// <exception cref="SocketException">None connected; the error is the first address's.</exception>
    public static async Task<ConnectionTransport> RunAsync(
        IReadOnlyList<EndPoint> places,
        Func<EndPoint, CancellationToken, Task<ConnectionTransport>> connect,
        TimeSpan delay,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (places.Count == 1)
        {
            return await connect(places[0], cancellationToken).ConfigureAwait(false);
        }

        using var losers = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task<ConnectionTransport>>();
        Exception? failure = null;
        for (var next = 0; MayTry(next) || running.Count > 0;)
        {
            if (MayTry(next))
            {
                running.Add(connect(places[next++], losers.Token));
            }

            var ended = await NextAsync(running, MayTry(next) ? delay : Timeout.InfiniteTimeSpan, time, losers.Token).ConfigureAwait(false);
            if (ended is { IsCompletedSuccessfully: true })
            {
                await losers.CancelAsync().ConfigureAwait(false);
                Discard(running, ended);
                return await ended.ConfigureAwait(false);
            }

            if (ended is not null)
            {
                failure ??= ended.Exception?.InnerException ?? new OperationCanceledException(cancellationToken);
                running.Remove(ended);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw failure!;

        bool MayTry(int next) => next < places.Count && !cancellationToken.IsCancellationRequested;
    }

    /// <summary>The first attempt that ends; null when it is time for another.</summary>
    private static async Task<Task<ConnectionTransport>?> NextAsync(
        List<Task<ConnectionTransport>> running, TimeSpan delay, TimeProvider time, CancellationToken stop)
    {
        using var cancelPause = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var pause = Task.Delay(delay, time, cancelPause.Token);
        var ended = await Task.WhenAny(running.Append<Task>(pause)).ConfigureAwait(false);
        await cancelPause.CancelAsync().ConfigureAwait(false);
        if (!ReferenceEquals(ended, pause))
        {
            return (Task<ConnectionTransport>)ended;
        }

        // Cancelled as a whole: the attempts end by themselves.
        return stop.IsCancellationRequested ? await Task.WhenAny(running).ConfigureAwait(false) : null;
    }

    /// <summary>Closes what <paramref name="attempt"/> connects, if it does.</summary>
    public static void Discard(Task<ConnectionTransport> attempt) => attempt.ContinueWith(
        static task =>
        {
            if (task.IsCompletedSuccessfully)
            {
                task.GetAwaiter().GetResult().Abort();
            }

            _ = task.Exception;
        },
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    /// <summary>Two may have connected at the same time; one is enough.</summary>
    private static void Discard(List<Task<ConnectionTransport>> running, Task<ConnectionTransport> winner)
    {
        foreach (var loser in running.Where(task => !ReferenceEquals(task, winner)))
        {
            Discard(loser);
        }
    }
}
