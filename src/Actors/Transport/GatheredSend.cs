using System.Runtime.InteropServices;
using HttpActors.Actors.Loops;

namespace HttpActors.Actors.Transport;

/// <summary>One <c>sendmsg</c> for octets in several places.</summary>
internal static unsafe class GatheredSend
{
    private const int MostStaged = 16;

    /// <returns>Octets taken, or -1 with the reason in the last error.</returns>
    public static nint Send(int socket, List<ArraySegment<byte>> staged, ReadOnlySpan<byte> data, ReadOnlySpan<byte> suffix)
    {
        var isWhole = staged.Count <= MostStaged;
        var pinned = isWhole ? staged.Count : MostStaged;
        var pins = stackalloc GCHandle[MostStaged];
        var parts = stackalloc Part[MostStaged + 2];
        for (var i = 0; i < pinned; i++)
        {
            pins[i] = GCHandle.Alloc(staged[i].Array, GCHandleType.Pinned);
            parts[i] = new Part((byte*)pins[i].AddrOfPinnedObject() + staged[i].Offset, staged[i].Count);
        }

        try
        {
            fixed (byte* dataBytes = data, suffixBytes = suffix)
            {
                var count = pinned;
                if (isWhole && !data.IsEmpty)
                {
                    parts[count++] = new Part(dataBytes, data.Length);
                }

                if (isWhole && !suffix.IsEmpty)
                {
                    parts[count++] = new Part(suffixBytes, suffix.Length);
                }

                var message = new Message { Parts = parts, Count = (nuint)count };
                return Libc.SendMessage(socket, &message, isWhole ? Libc.NoSignal : Libc.NoSignal | Libc.More);
            }
        }
        finally
        {
            for (var i = 0; i < pinned; i++)
            {
                pins[i].Free();
            }
        }
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Part(byte* start, int length)
    {
        private readonly byte* _start = start;
        private readonly nuint _length = (nuint)length;
    }

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public void* Name;
        public uint NameLength;
        public Part* Parts;
        public nuint Count;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
