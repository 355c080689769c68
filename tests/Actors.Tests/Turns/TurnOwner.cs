using HttpActors.Actors.Turns;

namespace HttpActors.Actors.Tests.Turns;

/// <summary>Turns without an actor: they run when the test says so.</summary>
internal sealed class TurnOwner : ITurnOwner
{
    private readonly TurnQueue _queue = new(() => { }, _ => { });
    private int _thread;

    public TurnOwner() => Context = new OwnContext(this);

    public TurnSynchronizationContext Context { get; }

    public bool InTurn => _thread == Environment.CurrentManagedThreadId;

    public bool HasWork => _queue.HasWork;

    public void Post(TurnWork work) => _queue.Post(work);

    /// <summary>What continuations threw.</summary>
    public List<Exception> Failures { get; } = [];

    public UserCodeScope EnterUserCode(TurnSynchronizationContext context) => new(context, this);

    public UserCodeScope EnterUserCode() => EnterUserCode(Context);

    /// <summary>A turn that calls user code.</summary>
    public void Turn(Action userCode)
    {
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            using (EnterUserCode())
            {
                userCode();
            }
        }
        finally
        {
            _thread = 0;
        }
    }

    /// <summary>A turn that runs what was posted.</summary>
    public void RunPosted()
    {
        _thread = Environment.CurrentManagedThreadId;
        _queue.BeginBatch();
        while (_queue.Take() is { } work)
        {
            work.Run();
        }

        _thread = 0;
    }

    /// <summary>No turn will come any more.</summary>
    public void Stop() => _queue.Close();

    private sealed class OwnContext(TurnOwner owner) : TurnSynchronizationContext
    {
        protected override ITurnOwner Owner => owner;

        protected override void OnContinuationFailed(Exception error) => owner.Failures.Add(error);
    }
}
