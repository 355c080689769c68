using System.Buffers;
using HttpActors.Actors;
using HttpActors.Actors.Server;

namespace HttpActors.Body;

/// <summary>A body that is pushed to its listeners, in pieces that belong to them.</summary>
internal sealed class FlowingBody(IncomingMessage message) : IBodyReceiver
{
    private readonly Lock _gate = new();
    private Exception? _failure;
    private bool _over;

    public Listeners<ReadOnlyMemory<byte>> Data { get; } = new();

    public void OnData(ReadOnlySequence<byte> data)
    {
        if (!Data.Any)
        {
            return;
        }

        foreach (var segment in data)
        {
            if (_over)
            {
                // The receiver of the piece before ended it all.
                return;
            }

            Data.Publish(segment.ToArray());
        }
    }

    public void OnEnd()
    {
        lock (_gate)
        {
            _over = true;
        }

        Data.Complete();
        message.RaiseEnded();
    }

    public void OnFailed(Exception error)
    {
        lock (_gate)
        {
            _failure = error;
            _over = true;
        }

        Data.Complete(error);
    }

    private IDisposable Subscribe(IObserver<ReadOnlyMemory<byte>> observer)
    {
        lock (_gate)
        {
            if (!_over)
            {
                return Data.Subscribe(observer);
            }
        }

        if (_failure is null)
        {
            observer.OnCompleted();
        }
        else
        {
            observer.OnError(_failure);
        }

        return System.Reactive.Disposables.Disposable.Empty;
    }

    /// <summary>The observable: its first subscriber claims the body.</summary>
    internal sealed class Stream(IncomingMessage message) : IObservable<ReadOnlyMemory<byte>>
    {
        public IDisposable Subscribe(IObserver<ReadOnlyMemory<byte>> observer)
        {
            ArgumentNullException.ThrowIfNull(observer);
            var subscription = System.Reactive.Disposables.Disposable.Empty;
            message.StartFlow(flow => subscription = flow.Subscribe(observer));
            return subscription;
        }
    }
}
