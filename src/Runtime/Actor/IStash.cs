namespace Akka.Actor;

/// <summary>Messages an actor has put aside.</summary>
public interface IStash
{
    /// <summary>How many messages are put aside.</summary>
    int Count { get; }

    /// <summary>Whether none is.</summary>
    bool IsEmpty { get; }

    /// <summary>Whether any is.</summary>
    bool NonEmpty { get; }

    /// <summary>Whether no more can be; never here.</summary>
    bool IsFull { get; }

    /// <summary>How many can be; -1 for any number.</summary>
    int Capacity { get; }

    /// <summary>Puts the current message aside.</summary>
    /// <exception cref="IllegalActorStateException">It is put aside already.</exception>
    void Stash();

    /// <summary>Puts the oldest message back, in front of the mailbox.</summary>
    void Unstash();

    /// <summary>Puts all messages back in front of the mailbox, in their order.</summary>
    void UnstashAll();

    /// <summary>Puts those messages back that fit; the others are dropped.</summary>
    /// <param name="predicate">Which to put back.</param>
    void UnstashAll(Func<Envelope, bool> predicate);

    /// <summary>Takes all messages out.</summary>
    IEnumerable<Envelope> ClearStash();

    /// <summary>Puts messages aside in front of the others.</summary>
    /// <param name="envelopes">The messages, in their order.</param>
    void Prepend(IEnumerable<Envelope> envelopes);
}
