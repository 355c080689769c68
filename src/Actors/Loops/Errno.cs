using System.Net.Sockets;

namespace HttpActors.Actors.Loops;

/// <summary>The errors of <c>accept(2)</c>, by the classes that the accept loop tells apart.</summary>
internal static class Errno
{
    public static SocketError ToSocketError(int errno) => errno switch
    {
        23 or 24 => SocketError.TooManyOpenSockets, // ENFILE, EMFILE
        12 or 105 => SocketError.NoBufferSpaceAvailable, // ENOMEM, ENOBUFS
        9 or 22 => SocketError.OperationAborted, // EBADF, EINVAL: the listening socket was closed
        71 or 92 or 103 or 110 => SocketError.ConnectionAborted, // EPROTO, ENOPROTOOPT, ECONNABORTED, ETIMEDOUT
        100 or 101 or 112 or 113 or 95 or 64 => SocketError.NetworkDown, // ENETDOWN, ENETUNREACH, EHOSTDOWN, EHOSTUNREACH, EOPNOTSUPP, ENONET
        _ => SocketError.SocketError,
    };
}
