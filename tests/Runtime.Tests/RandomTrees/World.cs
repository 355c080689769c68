using System.Collections.Concurrent;
using Akka.Actor;

namespace HttpActors.Runtime.Tests.RandomTrees;

/// <summary>What happened, seen from outside.</summary>
internal sealed class World(string? dispatcher)
{
    private readonly ConcurrentDictionary<(int, IActorRef), long> _numbers = new();
    private readonly List<IActorRef> _known = [];
    private readonly ConcurrentDictionary<(IActorRef Watcher, IActorRef Subject), int> _watches = new();

    public ConcurrentQueue<string> Errors { get; } = new();

    public ConcurrentDictionary<IActorRef, IActorRef?> Living { get; } = new();

    public ConcurrentDictionary<IActorRef, byte> Ended { get; } = new();

    public void Check(bool holds, string otherwise)
    {
        if (!holds) Errors.Enqueue(otherwise);
    }

    /// <summary>Where the actors run; null for the default.</summary>
    public string? Dispatcher => dispatcher;

    public IActorRef Pick(Random random, IActorRef[] roots)
    {
        lock (_known)
        {
            return _known.Count == 0 || random.Next(4) == 0 ? roots[random.Next(roots.Length)] : _known[random.Next(_known.Count)];
        }
    }

    public long Next(int driver, IActorRef target) => _numbers.AddOrUpdate((driver, target), 1, static (_, old) => old + 1);

    public void Started(IActorRef actor, IActorRef? parent)
    {
        lock (_known) _known.Add(actor);
        Check(Living.TryAdd(actor, parent), $"{actor} started twice");
        Check(!Ended.ContainsKey(actor), $"{actor} started after its end");
    }

    public void Stopped(IActorRef actor)
    {
        Check(Living.TryRemove(actor, out _), $"{actor} stopped and did not live");
        Check(Ended.TryAdd(actor, 0), $"{actor} stopped twice");
        foreach (var (child, parent) in Living) Check(!actor.Equals(parent), $"{child} lives after its parent {actor} has stopped");
        lock (_known) _known.Remove(actor);
    }

    public void Watching(IActorRef watcher, IActorRef subject) => _watches[(watcher, subject)] = 1;

    public void NotWatching(IActorRef watcher, IActorRef subject) => _watches.TryRemove((watcher, subject), out _);

    public void Heard(IActorRef watcher, IActorRef subject)
    {
        Check(_watches.TryRemove((watcher, subject), out _), $"{watcher} heard of the end of {subject} unasked or twice");
    }

    /// <summary>Whether every living watcher has heard of every end.</summary>
    public bool AllHeard() => _watches.Keys.All(watch => !Ended.ContainsKey(watch.Subject) || Ended.ContainsKey(watch.Watcher));

    public void CheckWatches()
    {
        foreach (var (watcher, subject) in _watches.Keys)
            Check(Ended.ContainsKey(watcher), $"{watcher} never heard of the end of {subject}");
    }
}
