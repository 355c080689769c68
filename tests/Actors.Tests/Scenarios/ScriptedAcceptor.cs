using System.Net.Sockets;
using HttpActors.Actors.Server;
using HttpActors.Actors.Transport;

namespace HttpActors.Actors.Tests.Scenarios;

/// <summary>Accepts that end as a test says, one after the other, and then none: the last one stays pending.</summary>
internal sealed class ScriptedAcceptor(Queue<SocketError> script, bool isClosed = false) : Acceptor
{
    private SocketError _error;
    private int _begun;
    private volatile bool _isDisposed;
    private volatile bool _isFull;

    public int Begun => Volatile.Read(ref _begun);

    public bool IsDisposed => _isDisposed;

    public override SocketError Error => _error;

    public override bool IsClosed => isClosed;

    public override bool MayRetry => true;

    public override bool HasRoom => !_isFull;

    public override bool HasBacklog => false;

    public override bool Begin()
    {
        Interlocked.Increment(ref _begun);
        if (script.TryDequeue(out _error))
        {
            return false;
        }

        ObjectDisposedException.ThrowIf(isClosed, this);
        return true;
    }

    /// <summary>Whether the process has no descriptor to spare.</summary>
    public void SetFull(bool isFull) => _isFull = isFull;

    /// <summary>Before the loop is told that its pending accept has ended.</summary>
    public void EndPending(SocketError error) => _error = error;

    public override ConnectionTransport? Take() => MemoryTransport.CreatePair().Item1;

    public override void Dispose() => _isDisposed = true;
}
