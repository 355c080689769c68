using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using HttpActors.Actors.Loops;

namespace HttpActors.Actors.Transport;

/// <summary>A socket address as the kernel wrote it; an <see cref="EndPoint"/> is made only for whoever asks.</summary>
internal unsafe struct SocketAddressBytes
{
    public const int Capacity = 28; // sizeof(struct sockaddr_in6)
    private const int InterNetwork = 2;
    private const int InterNetworkV6 = 10;
    private Storage _bytes;

    public SocketAddressBytes() => _bytes = default;

    /// <summary>An end point as the kernel writes it; empty for families that have no such form.</summary>
    public static SocketAddressBytes Of(EndPoint place)
    {
        var address = new SocketAddressBytes();
        var written = place.Serialize();
        if (written.Size <= Capacity)
        {
            written.Buffer.Span[..written.Size].CopyTo(address._bytes);
        }

        return address;
    }

    /// <summary>The address that a descriptor is bound to; null when it is closed or of another family.</summary>
    public static EndPoint? LocalOf(int socket)
    {
        var address = new SocketAddressBytes();
        uint length = Capacity;
        return Libc.GetSocketName(socket, address.Pointer(), &length) == 0 ? address.ToEndPoint() : null;
    }

    /// <summary>Where the kernel may write; valid while this variable is.</summary>
    public byte* Pointer() => (byte*)Unsafe.AsPointer(ref _bytes[0]);

    public readonly EndPoint? ToEndPoint()
    {
        ReadOnlySpan<byte> bytes = _bytes;
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return BitConverter.ToUInt16(bytes) switch
        {
            InterNetwork => new IPEndPoint(new IPAddress(bytes.Slice(4, 4)), port),
            InterNetworkV6 => new IPEndPoint(Unmapped(bytes), port),
            _ => null,
        };
    }

    private static IPAddress Unmapped(ReadOnlySpan<byte> bytes)
    {
        var address = new IPAddress(bytes.Slice(8, 16), BitConverter.ToUInt32(bytes[24..]));
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    [InlineArray(Capacity)]
    private struct Storage
    {
        private byte _first;
    }
}
