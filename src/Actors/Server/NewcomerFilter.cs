using System.Net.Sockets;
using System.Runtime.InteropServices;
using HttpActors.Actors.Loops;

namespace HttpActors.Actors.Server;

/// <summary>Keeps new connections out of a listening socket's backlog (Linux).</summary>
internal static unsafe class NewcomerFilter
{
    /// <summary>
    /// A filter that drops SYN: between the last accept and the close nobody begins a connection that would then be
    /// reset, and handshakes that have begun are finished. Who tries is refused once the socket is closed.
    /// </summary>
    public static void Attach(Socket listening)
    {
        // struct sock_filter { u16 code; u8 jt, jf; u32 k; } as a little-endian word; the data begins with the TCP header.
        const ulong LoadFlags = 0x30 | (13ul << 32);
        const ulong SkipNextUnlessSyn = 0x45 | (1ul << 24) | (2ul << 32);
        const ulong Drop = 0x06;
        const ulong Keep = 0x06 | (0xFFFFFFFFul << 32);
        var instructions = stackalloc ulong[4] { LoadFlags, SkipNextUnlessSyn, Drop, Keep };
        var program = new FilterProgram { Length = 4, Instructions = instructions };
        var held = false;
        try
        {
            listening.SafeHandle.DangerousAddRef(ref held);
            _ = Libc.SetSocketOption(
                (int)listening.SafeHandle.DangerousGetHandle(), Libc.SolSocket, Libc.SoAttachFilter, &program, (uint)sizeof(FilterProgram));
        }
        finally
        {
            if (held)
            {
                listening.SafeHandle.DangerousRelease();
            }
        }
    }

    /// <summary>struct sock_fprog: how many instructions, and where.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct FilterProgram
    {
        public ushort Length;
        public ulong* Instructions;
    }
}
