using HttpActors.Bench.Load.Report;
using HttpActors.Bench.Load.Servers;

namespace HttpActors.Bench.Load.Rows;

/// <summary>
/// Rounds A B A B of a measurement that needs a fresh process each time. A peer that fails is left out from then
/// on, with its reason in the notes.
/// </summary>
internal sealed class PeerRounds(BenchContext context, RowResult result)
{
    private readonly HashSet<string> _left = [];

    /// <summary>Rounds count from 0.</summary>
    public async Task RunAsync(int rounds, double secondsEach, Func<Peer, int, Task> measure)
    {
        // What needs a fresh process each time says hello.
        var peers = context.Peers.Where(peer => peer.Serves(Service.Hello)).ToArray();
        foreach (var peer in peers.Where(peer => peer.Unavailable is not null))
            LeaveOut(peer, peer.Unavailable!);
        for (var round = 0; round < rounds; round++)
        {
            var active = peers.Where(peer => !_left.Contains(peer.Name)).ToArray();
            if (!context.Schedule.HasTimeFor(secondsEach * active.Length))
            {
                result.Note(FormattableString.Invariant($"{round} of {rounds} rounds: no time left"));
                return;
            }

            foreach (var peer in active)
                await TryAsync(peer, () => measure(peer, round));
        }
    }

    private async Task TryAsync(Peer peer, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (error is BenchException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            LeaveOut(peer, error.Message);
        }
    }

    private void LeaveOut(Peer peer, string reason)
    {
        _left.Add(peer.Name);
        result.Note($"{peer.Name}: {reason}");
        context.Progress.Say($"{result.Id}: {peer.Name} left out: {reason}");
    }
}
