using System.Runtime.InteropServices;

namespace HttpActors.Actors.Loops;

/// <summary>The system calls of the event loops; values are those of Linux on x64, arm64 and arm.</summary>
internal static partial class Libc
{
    public const int EpollCloseOnExec = 0x80000;
    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const int EpollModify = 3;
    public const uint EpollIn = 0x1;
    public const uint EpollOut = 0x4;
    public const uint EpollError = 0x8;
    public const uint EpollHangUp = 0x10;
    public const uint EpollPeerHangUp = 0x2000; // EPOLLRDHUP
    public const uint EpollEdgeTriggered = 1u << 31;

    public const int EventFdFlags = 0x80800; // EFD_CLOEXEC | EFD_NONBLOCK
    public const int SocketNonBlockingCloseOnExec = 0x80800; // SOCK_NONBLOCK | SOCK_CLOEXEC
    public const int NoSignal = 0x4000;
    public const int More = 0x8000;
    public const int ShutdownWrite = 1;
    public const int SolSocket = 1;
    public const int SoLinger = 13;
    public const int SoAttachFilter = 26;
    public const int Peek = 2;

    public const int StreamNonBlockingCloseOnExec = 0x80801; // SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC
    public const int SoError = 4;
    public const int SoKeepAlive = 9;
    public const int IpProtoTcp = 6;
    public const int TcpNoDelay = 1;
    public const int TcpKeepIdle = 4;

    public const int ThreadCpuTime = 3; // CLOCK_THREAD_CPUTIME_ID

    public const int OpenFiles = 7; // RLIMIT_NOFILE

    public const int InProgress = 115; // EINPROGRESS
    public const int InterruptedCall = 4; // EINTR
    public const int TryAgain = 11; // EAGAIN, EWOULDBLOCK

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static unsafe partial int EpollControl(int epoll, int operation, int descriptor, byte* epollEvent);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static unsafe partial int EpollWait(int epoll, byte* events, int capacity, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    public static unsafe partial int GetLimit(int resource, nuint* limits);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    public static unsafe partial int GetTime(int clock, nint* secondsAndNanoseconds);

    [LibraryImport("libc", EntryPoint = "timerfd_create", SetLastError = true)]
    public static partial int TimerCreate(int clock, int flags);

    [LibraryImport("libc", EntryPoint = "timerfd_settime", SetLastError = true)]
    public static unsafe partial int TimerSet(int descriptor, int flags, nint* times, nint* before);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static unsafe partial nint Read(int descriptor, void* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static unsafe partial nint Write(int descriptor, void* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static unsafe partial nint Receive(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static unsafe partial nint Send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    public static unsafe partial nint SendMessage(int socket, void* message, int flags);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    public static unsafe partial int Accept(int socket, byte* address, uint* addressLength, int flags);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    public static unsafe partial int GetSocketName(int socket, byte* address, uint* addressLength);

    [LibraryImport("libc", EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(int socket, int how);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static unsafe partial int SetSocketOption(int socket, int level, int name, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static unsafe partial int GetSocketOption(int socket, int level, int name, void* value, uint* length);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static unsafe partial int Connect(int socket, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static unsafe partial int Bind(int socket, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);
}
