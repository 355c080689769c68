using System.Runtime.InteropServices;

namespace HttpActors.Bench.Load.Generator;

/// <summary>
/// The Linux calls of the load loop. The base library's sockets read once more than needed per response
/// and hand over between threads; a generator that shares the machine with the server cannot afford either.
/// </summary>
internal static unsafe partial class Native
{
    public const int EAgain = 11;
    public const int EInProgress = 115;
    public const int EIntr = 4;

    public const uint EpollIn = 0x1;
    public const uint EpollOut = 0x4;
    public const uint EpollErr = 0x8;
    public const uint EpollHup = 0x10;

    public const int EpollAdd = 1;
    public const int EpollModify = 3;

    private const int FamilyInet = 2;
    private const int TypeStreamNonBlockingCloseOnExec = 1 | 0x800 | 0x80000;
    private const int LevelSocket = 1;
    private const int OptionError = 4;
    private const int LevelIp = 0;
    private const int OptionBindAddressNoPort = 24;
    private const int LevelTcp = 6;
    private const int OptionNoDelay = 1;
    private const int NoSignal = 0x4000;

    public static int OpenSocket()
    {
        var descriptor = Socket(FamilyInet, TypeStreamNonBlockingCloseOnExec, 0);
        if (descriptor >= 0)
        {
            var one = 1;
            _ = SetOption(descriptor, LevelTcp, OptionNoDelay, &one, sizeof(int));
        }

        return descriptor;
    }

    /// <summary>Without the option the kernel picks a port at bind, unique over all targets, and runs out early.</summary>
    public static int BindSource(int descriptor, uint address)
    {
        var one = 1;
        _ = SetOption(descriptor, LevelIp, OptionBindAddressNoPort, &one, sizeof(int));
        var name = SocketAddress(address, 0);
        return Bind(descriptor, &name, sizeof(InternetAddress));
    }

    public static int ConnectTo(int descriptor, uint address, ushort port)
    {
        var name = SocketAddress(address, port);
        return Connect(descriptor, &name, sizeof(InternetAddress));
    }

    public static int TakeError(int descriptor)
    {
        int error = 0, length = sizeof(int);
        return GetOption(descriptor, LevelSocket, OptionError, &error, &length) == 0 ? error : Marshal.GetLastPInvokeError();
    }

    public static nint SendTo(int descriptor, byte* data, nint length) => Send(descriptor, data, length, NoSignal);

    private static InternetAddress SocketAddress(uint address, ushort port) => new()
    {
        Family = FamilyInet,
        Port = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(port),
        Address = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(address),
    };

    [StructLayout(LayoutKind.Sequential)]
    private struct InternetAddress
    {
        public ushort Family;
        public ushort Port;
        public uint Address;
        public ulong Padding;
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int Bind(int descriptor, InternetAddress* address, int length);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int Connect(int descriptor, InternetAddress* address, int length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    private static partial int SetOption(int descriptor, int level, int option, int* value, int length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    private static partial int GetOption(int descriptor, int level, int option, int* value, int* length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int descriptor, byte* data, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* data, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* eventData);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int maximum, int timeoutMilliseconds);

    /// <summary>epoll_wait counts whole milliseconds, ppoll nanoseconds; an epoll descriptor can itself be polled.</summary>
    public static bool PollFor(int descriptor, long nanoseconds)
    {
        var item = new PollItem { Descriptor = descriptor, Interest = 1 };
        var time = new TimeSpecification { Seconds = (nint)(nanoseconds / 1_000_000_000), Nanoseconds = (nint)(nanoseconds % 1_000_000_000) };
        return PollPrecisely(&item, 1, &time, null) > 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollItem
    {
        public int Descriptor;
        public short Interest;
        public short Result;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    private static partial int PollPrecisely(PollItem* items, nuint count, TimeSpecification* time, void* signals);
}
