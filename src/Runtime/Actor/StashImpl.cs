namespace Akka.Actor;

internal sealed class StashImpl(ActorCell cell) : IStash
{
    private List<Envelope> _messages = [];
    private int _lastEnvelope = -1;

    public int Count => _messages.Count;

    public bool IsEmpty => _messages.Count == 0;

    public bool NonEmpty => _messages.Count > 0;

    public bool IsFull => false;

    public int Capacity => -1;

    public void Stash()
    {
        var message = cell.CurrentMessage;
        if (cell.CurrentEnvelopeId == _lastEnvelope)
            throw new IllegalActorStateException($"Can't stash the same message {message} more than once");
        _lastEnvelope = cell.CurrentEnvelopeId;
        _messages.Add(new Envelope(message!, cell.Sender));
    }

    public void Unstash()
    {
        if (_messages.Count == 0) return;
        var first = _messages[0];
        _messages.RemoveAt(0);
        PutBack(first);
    }

    public void UnstashAll() => UnstashAll(static _ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        var messages = _messages;
        _messages = [];
        for (var i = messages.Count - 1; i >= 0; i--)
        {
            if (predicate(messages[i])) PutBack(messages[i]);
        }
    }

    public IEnumerable<Envelope> ClearStash()
    {
        var messages = _messages;
        _messages = [];
        return messages;
    }

    public void Prepend(IEnumerable<Envelope> envelopes) => _messages.InsertRange(0, envelopes.Distinct());

    private void PutBack(in Envelope envelope)
    {
        cell.EnqueueFirst(envelope);
        if (envelope.Message is Terminated terminated) cell.TerminatedQueuedFor(terminated.ActorRef, null);
    }
}
