using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HttpActors.Actors.Server;

/// <summary>
/// Keeps TCP from pacing what never leaves the machine: a reverse proxy beside the server, say.
/// </summary>
/// <remarks>
/// BBR sends by timers of each socket, at the rate that it believes the network to have. Over loopback there is no
/// network, and a large body costs a third to two fifths less without them. Where BBR is not the system's default
/// nothing is changed.
/// </remarks>
internal static class LoopbackPacing
{
    private const int IpProtoTcp = 6;
    private const int TcpCongestion = 13;
    private const int LongestName = 16;

    /// <summary>For a socket that is bound and will listen: Linux hands the choice on to the accepted sockets.</summary>
    public static void TurnOff(Socket socket)
    {
        if (!OperatingSystem.IsLinux() || !IsLoopback(socket.LocalEndPoint))
        {
            return;
        }

        try
        {
            if (CongestionControlOf(socket).StartsWith("bbr", StringComparison.Ordinal) && !TryTake(socket, "cubic"))
            {
                TryTake(socket, "reno");
            }
        }
        catch (SocketException)
        {
            // A system that does not tell: it paces as it likes.
        }
    }

    /// <summary>The name that Linux has for how a socket finds its rate.</summary>
    /// <exception cref="SocketException">The system does not tell.</exception>
    public static string CongestionControlOf(Socket socket)
    {
        Span<byte> name = stackalloc byte[LongestName];
        var length = socket.GetRawSocketOption(IpProtoTcp, TcpCongestion, name);
        return Encoding.ASCII.GetString(name[..length].TrimEnd((byte)0));
    }

    private static bool IsLoopback(EndPoint? local) => local is IPEndPoint ip && IPAddress.IsLoopback(
        ip.Address.IsIPv4MappedToIPv6 ? ip.Address.MapToIPv4() : ip.Address);

    /// <summary>False: the kernel does not have it, or not for this user.</summary>
    private static bool TryTake(Socket socket, string name)
    {
        try
        {
            socket.SetRawSocketOption(IpProtoTcp, TcpCongestion, Encoding.ASCII.GetBytes(name));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
