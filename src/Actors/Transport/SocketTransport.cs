using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace HttpActors.Actors.Transport;

/// <summary>
/// A connected stream socket on <see cref="SocketAsyncEventArgs"/>, for every platform.
/// </summary>
/// <remarks>
/// Bytes move by non-blocking calls in the caller's turn; the asynchronous operations only wait: for readability with
/// a receive of zero bytes, so that an idle connection holds no buffer, for writability by sending the next segment.
/// </remarks>
internal sealed class SocketTransport : ConnectionTransport
{
    private readonly Socket _socket;
    private readonly SocketInput _input;
    private readonly SocketOutput _output;
    private Action? _lost;
    private int _released;

    public SocketTransport(Socket socket)
    {
        socket.Blocking = false;
        _socket = socket;
        _input = new SocketInput(this);
        _output = new SocketOutput(this);
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
    }

    public override PipeReader Input => _input;

    public override PipeWriter Output => _output;

    public override EndPoint? LocalEndPoint { get; }

    public override EndPoint? RemoteEndPoint { get; }

    private Exception? _failure;

    public override Exception? Failure => _failure;

    public override bool? HasInput
    {
        get
        {
            try
            {
                return _socket.Poll(0, SelectMode.SelectRead);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    public override void SetNoDelay(bool on) => TrySet(() => _socket.NoDelay = on);

    public override void SetKeepAlive(bool on, int idleSeconds) => TrySet(() =>
    {
        _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, on);
        _socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, idleSeconds);
    });

    public override void WatchForLoss(Action lost) => Volatile.Write(ref _lost, lost);

    public override void LookForLoss()
    {
        if (Volatile.Read(ref _lost) is not null && IsLost() && Interlocked.Exchange(ref _lost, null) is { } lost)
        {
            lost();
        }
    }

    public override void ShutdownOutput()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The peer was faster; the input says how it ended.
        }
    }

    public override void Abort()
    {
        if (Volatile.Read(ref _released) == 0)
        {
            try
            {
                // A linger time of zero turns the close into a reset on every platform.
                _socket.LingerState = new LingerOption(true, 0);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // Already gone.
            }
        }

        Release();
    }

    public override void Close()
    {
        if (Volatile.Read(ref _released) == 0)
        {
            // A socket that is disposed with a wait pending is reset unless its output was shut down.
            ShutdownOutput();
        }

        Release();
    }

    public override void ReleaseBuffers()
    {
        _input.Complete();
        _output.CompleteUnlessSending();
    }

    private static void TrySet(Action set)
    {
        try
        {
            set();
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // A Unix socket knows no such thing; one that is gone will say so when it is read.
        }
    }

    private void Release()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            _socket.Dispose();
            _input.Release();
            _output.Release();
        }
    }

    private bool IsLost()
    {
        try
        {
            return _socket.Poll(0, SelectMode.SelectError);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private TransferStatus StatusOf(SocketError error, int transferred)
    {
        switch (error)
        {
            case SocketError.Success:
                return transferred > 0 ? TransferStatus.Done : TransferStatus.Ended;
            case SocketError.WouldBlock:
                return TransferStatus.WouldBlock;
            default:
                _failure ??= new SocketException((int)error);
                return TransferStatus.Failed;
        }
    }

    private sealed class SocketInput : ReadinessInput
    {
        private readonly SocketTransport _owner;
        private readonly SocketAsyncEventArgs _wait = new(true);
        private int _waitUnderWay;

        public SocketInput(SocketTransport owner)
        {
            _owner = owner;
            _wait.SetBuffer(Memory<byte>.Empty);
            _wait.Completed += (_, _) =>
            {
                Volatile.Write(ref _waitUnderWay, 0);
                Signal();
            };
        }

        public void Release()
        {
            Signal();
            _wait.Dispose();
        }

        protected override TransferStatus TryReceive(Span<byte> target, out int received)
        {
            received = 0;
            try
            {
                received = _owner._socket.Receive(target, SocketFlags.None, out var error);
                return _owner.StatusOf(received > 0 ? error : WaitError(error), received);
            }
            catch (ObjectDisposedException disposed)
            {
                _owner._failure ??= disposed;
                return TransferStatus.Failed;
            }
        }

        protected override bool Arm()
        {
            try
            {
                // A cancelled read leaves its wait behind; that one signals the next read too.
                if (Interlocked.Exchange(ref _waitUnderWay, 1) == 1)
                {
                    return true;
                }

                var isPending = _owner._socket.ReceiveAsync(_wait);
                if (!isPending)
                {
                    Volatile.Write(ref _waitUnderWay, 0);
                }

                return isPending;
            }
            catch (ObjectDisposedException)
            {
                // The receive that follows the signal reports it.
                return false;
            }
        }

        /// <summary>A reset is told once: when the wait has heard of it, the receive that follows sees a plain end.</summary>
        private SocketError WaitError(SocketError error) =>
            error == SocketError.Success && Volatile.Read(ref _waitUnderWay) == 0 ? _wait.SocketError : error;
    }

    private sealed class SocketOutput : ReadinessOutput
    {
        private readonly SocketTransport _owner;
        private SocketAsyncEventArgs? _wait;

        public SocketOutput(SocketTransport owner) => _owner = owner;

        public void Release()
        {
            Signal();
            _wait?.Dispose();
        }

        /// <summary>A send that only waited may still look at its segment after the socket is gone: that is left to the garbage collector.</summary>
        public void CompleteUnlessSending()
        {
            if (_wait is null)
            {
                Complete();
            }
        }

        protected override TransferStatus TrySend(List<ArraySegment<byte>> bytes, out int sent)
        {
            sent = 0;
            try
            {
                sent = bytes.Count == 1
                    ? _owner._socket.Send(bytes[0].AsSpan(), SocketFlags.None, out var error)
                    : _owner._socket.Send(bytes, SocketFlags.None, out error);

                // A partial send reports its bytes and the reason it stopped together.
                return sent > 0 ? TransferStatus.Done : _owner.StatusOf(error, sent);
            }
            catch (ObjectDisposedException disposed)
            {
                _owner._failure ??= disposed;
                return TransferStatus.Failed;
            }
        }

        protected override bool Arm(ArraySegment<byte> next)
        {
            _wait ??= CreateWait();
            _wait.SetBuffer(next.Array, next.Offset, next.Count);
            try
            {
                return _owner._socket.SendAsync(_wait);
            }
            catch (ObjectDisposedException)
            {
                _wait.SetBuffer(null, 0, 0);
                return false;
            }
        }

        protected override int TakeSentWhileWaiting()
        {
            if (_wait!.SocketError == SocketError.Success)
            {
                return _wait.BytesTransferred;
            }

            _owner._failure ??= new SocketException((int)_wait.SocketError);
            return -1;
        }

        private SocketAsyncEventArgs CreateWait()
        {
            var wait = new SocketAsyncEventArgs(true);
            wait.Completed += (_, _) => Signal();
            return wait;
        }
    }
}
