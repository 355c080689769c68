using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace HttpActors.Bench.Load.Generator;

/// <summary>
/// The connections of one loop and the calls on them: open, send, receive, close. It knows nothing of when to do
/// what; that is <see cref="LoadLoop"/>'s.
/// </summary>
internal sealed unsafe class ConnectionSet : IDisposable
{
    private const int BufferSize = 256 * 1024;

    private readonly EpollSet _epoll = new();
    private readonly byte* _buffer = (byte*)NativeMemory.Alloc(BufferSize);
    private readonly Connection[] _connections;
    private readonly uint _target;
    private readonly ushort _port;
    private readonly int _sources;
    private int _nextSource;

    public ConnectionSet(GeneratorOptions options, int count)
    {
        _connections = [.. Enumerable.Range(0, count).Select(slot => new Connection(slot))];
        _target = BinaryPrimitives.ReadUInt32BigEndian(options.Target!.Address.GetAddressBytes());
        _port = (ushort)options.Target.Port;
        _sources = options.Sources;
    }

    public IReadOnlyList<Connection> All => _connections;

    public int Wait(int timeoutMilliseconds) => _epoll.Wait(timeoutMilliseconds);

    public int WaitPrecisely(long nanoseconds) => _epoll.WaitPrecisely(nanoseconds);

    /// <summary>The connection an event is for; null where the event belongs to a socket closed since.</summary>
    public Connection? At(int index, out uint events)
    {
        (events, var tag) = _epoll[index];
        var connection = _connections[(uint)tag];
        return connection.Tag == tag && connection.State != ConnectionState.Closed ? connection : null;
    }

    /// <summary>Starts to connect; false with the error number where even that fails.</summary>
    public bool Open(Connection connection, out int error)
    {
        error = 0;
        connection.Generation++;
        connection.Reader.Reset();
        connection.Pending = 0;
        connection.Descriptor = Native.OpenSocket();
        if (connection.Descriptor < 0 || !BindAndConnect(connection.Descriptor))
        {
            error = Marshal.GetLastPInvokeError();
            Close(connection);
            return false;
        }

        connection.State = ConnectionState.Connecting;
        _epoll.Add(connection.Descriptor, Native.EpollIn | Native.EpollOut, connection.Tag);
        return true;
    }

    /// <summary>0 when connected, else the error number.</summary>
    public int FinishOpen(Connection connection)
    {
        var error = Native.TakeError(connection.Descriptor);
        if (error == 0)
            _epoll.Modify(connection.Descriptor, Native.EpollIn, connection.Tag);
        return error;
    }

    /// <summary>False when the socket failed. What the kernel does not take now is sent at the next write event.</summary>
    public bool Send(Connection connection, RequestBytes request)
    {
        connection.Request = request;
        connection.Pending = request.Count;
        connection.Sent = 0;
        return SendMore(connection);
    }

    public bool SendMore(Connection connection)
    {
        var request = connection.Request!;
        var wasSending = connection.State == ConnectionState.Sending;
        while (connection.Sent < request.Length)
        {
            var sent = Native.SendTo(connection.Descriptor, request.Data + connection.Sent, request.Length - connection.Sent);
            if (sent < 0 && Marshal.GetLastPInvokeError() != Native.EAgain)
                return false;
            if (sent < 0)
            {
                connection.State = ConnectionState.Sending;
                if (!wasSending)
                    _epoll.Modify(connection.Descriptor, Native.EpollIn | Native.EpollOut, connection.Tag);
                return true;
            }

            connection.Sent += (int)sent;
        }

        connection.State = ConnectionState.Waiting;
        if (wasSending)
            _epoll.Modify(connection.Descriptor, Native.EpollIn, connection.Tag);
        return true;
    }

    /// <summary>The bytes received, valid until the next call; empty with error 0 at the end of the stream.</summary>
    public ReadOnlySpan<byte> Receive(Connection connection, out int error)
    {
        var count = Native.Receive(connection.Descriptor, _buffer, BufferSize, 0);
        error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
        return new ReadOnlySpan<byte>(_buffer, (int)Math.Max(0, count));
    }

    public void Close(Connection connection)
    {
        if (connection.Descriptor >= 0)
            _ = Native.Close(connection.Descriptor);
        connection.Descriptor = -1;
        connection.State = ConnectionState.Closed;
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
            Close(connection);
        _epoll.Dispose();
        NativeMemory.Free(_buffer);
    }

    private bool BindAndConnect(int descriptor)
    {
        if (_sources > 1)
        {
            var source = 0x7F000001u + (uint)(_nextSource++ % _sources);
            if (Native.BindSource(descriptor, source) < 0)
                return false;
        }

        return Native.ConnectTo(descriptor, _target, _port) == 0 || Marshal.GetLastPInvokeError() == Native.EInProgress;
    }
}
