namespace HttpActors.Actors.Turns;

/// <summary>One piece of work that waits for its actor's turn.</summary>
internal abstract class TurnWork
{
    internal TurnWork? Next { get; set; }

    /// <summary>Does it: in the turn, or on the thread pool when the actor is gone.</summary>
    public abstract void Run();
}

/// <summary>
/// Work from any thread for one actor, run in the actor's turns in the order of its posting.
/// </summary>
/// <remarks>
/// A lock-free stack that is taken whole and reversed: an idle queue is one null reference. One wake-up message is under
/// way for a batch, however long. When the actor has stopped, the queue is closed and later work runs on the thread
/// pool, so that continuations still reach their <c>finally</c> blocks.
/// </remarks>
/// <param name="wake">Asks for a turn; called once a batch. Any thread.</param>
/// <param name="failed">Told what late work throws: on the thread pool nobody else would catch it. Any thread.</param>
internal sealed class TurnQueue(Action wake, Action<Exception> failed)
{
    private static readonly TurnWork Closed = new ClosedMark();
    private TurnWork? _head;
    private TurnWork? _batch;

    /// <summary>True while something waits that was posted before now, the rest of the present batch included. In turn.</summary>
    public bool HasWork => _batch is not null || Volatile.Read(ref _head) is not null;

    public void Post(TurnWork work)
    {
        while (true)
        {
            var head = Volatile.Read(ref _head);
            if (ReferenceEquals(head, Closed))
            {
                RunOnThreadPool(work);
                return;
            }

            work.Next = head;
            if (Interlocked.CompareExchange(ref _head, work, head) == head)
            {
                if (head is null)
                {
                    wake();
                }

                return;
            }
        }
    }

    /// <summary>
    /// Makes what waits now the batch of this turn. What is posted meanwhile is for the next one, so that work which
    /// posts work cannot keep the thread.
    /// </summary>
    public void BeginBatch() => _batch ??= Reverse(Interlocked.Exchange(ref _head, null));

    /// <summary>Takes the oldest of the batch; null at its end. In turn.</summary>
    public TurnWork? Take()
    {
        var work = _batch;
        if (work is not null)
        {
            _batch = work.Next;
            work.Next = null;
        }

        return work;
    }

    /// <summary>No turn will come any more: what waits, and all that follows, runs on the thread pool.</summary>
    public void Close()
    {
        RunRestOnThreadPool();
        _batch = Reverse(Interlocked.Exchange(ref _head, Closed));
        RunRestOnThreadPool();
    }

    private void RunRestOnThreadPool()
    {
        while (Take() is { } work)
        {
            RunOnThreadPool(work);
        }
    }

    private void RunOnThreadPool(TurnWork work) =>
        ThreadPool.UnsafeQueueUserWorkItem(static late => late.Queue.RunLate(late.Work), (Queue: this, Work: work), preferLocal: false);

    private void RunLate(TurnWork work)
    {
        try
        {
            work.Run();
        }
        catch (Exception error)
        {
            failed(error);
        }
    }

    private static TurnWork? Reverse(TurnWork? newest)
    {
        if (ReferenceEquals(newest, Closed))
        {
            return null;
        }

        TurnWork? oldest = null;
        while (newest is not null)
        {
            var next = newest.Next;
            newest.Next = oldest;
            oldest = newest;
            newest = next;
        }

        return oldest;
    }

    private sealed class ClosedMark : TurnWork
    {
        public override void Run()
        {
        }
    }
}
