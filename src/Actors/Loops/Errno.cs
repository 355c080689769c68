using System.Net.Sockets;

namespace HttpActors.Actors.Loops;

/// <summary>Linux' error numbers as the base library's socket errors.</summary>
internal static class Errno
{
    /// <summary>The exception of a failed call.</summary>
    public static SocketException ToException(int errno) => new((int)ToSocketError(errno));

    public static SocketError ToSocketError(int errno) => errno switch
    {
        2 or 99 => SocketError.AddressNotAvailable, // ENOENT (no such Unix socket), EADDRNOTAVAIL
        13 => SocketError.AccessDenied, // EACCES
        98 => SocketError.AddressAlreadyInUse, // EADDRINUSE
        111 => SocketError.ConnectionRefused, // ECONNREFUSED
        9 => SocketError.OperationAborted, // EBADF: the descriptor was closed under the call
        22 => SocketError.InvalidArgument, // EINVAL: not so with this socket, or shut down under the call
        12 or 105 => SocketError.NoBufferSpaceAvailable, // ENOMEM, ENOBUFS
        23 or 24 => SocketError.TooManyOpenSockets, // ENFILE, EMFILE
        32 => SocketError.Shutdown, // EPIPE
        1 or 71 or 92 or 103 => SocketError.ConnectionAborted, // EPERM (a firewall's no), EPROTO, ENOPROTOOPT, ECONNABORTED
        64 or 95 or 100 => SocketError.NetworkDown, // ENONET, EOPNOTSUPP, ENETDOWN
        101 => SocketError.NetworkUnreachable, // ENETUNREACH
        104 => SocketError.ConnectionReset, // ECONNRESET
        107 => SocketError.NotConnected, // ENOTCONN
        110 => SocketError.TimedOut, // ETIMEDOUT
        112 => SocketError.HostDown, // EHOSTDOWN
        113 => SocketError.HostUnreachable, // EHOSTUNREACH
        _ => SocketError.SocketError,
    };
}
