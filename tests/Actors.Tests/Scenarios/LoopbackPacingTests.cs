using System.Net;
using System.Net.Sockets;
using System.Text;
using HttpActors.Actors.Server;

namespace HttpActors.Actors.Tests.Scenarios;

/// <summary>Only where the kernel has BBR; elsewhere there is nothing to turn off.</summary>
public sealed class LoopbackPacingTests
{
    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("0.0.0.0", true)]
    [InlineData("::", true)]
    public void What_stays_on_the_machine_is_not_paced(string address, bool staysPaced)
    {
        using var socket = Bound(address);
        if (!TryTake(socket, "bbr"))
        {
            return;
        }

        LoopbackPacing.TurnOff(socket);
        Assert.Equal(staysPaced, LoopbackPacing.CongestionControlOf(socket) == "bbr");
    }

    [Fact]
    public void Accepted_sockets_inherit_the_choice()
    {
        using var listener = Bound("127.0.0.1");
        if (!TryTake(listener, "bbr"))
        {
            return;
        }

        LoopbackPacing.TurnOff(listener);
        listener.Listen(1);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        using var accepted = listener.Accept();
        Assert.NotEqual("bbr", LoopbackPacing.CongestionControlOf(accepted));
    }

    [Fact]
    public void What_does_not_pace_is_left_alone()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var socket = Bound("127.0.0.1");
        Assert.True(TryTake(socket, "reno"));
        LoopbackPacing.TurnOff(socket);
        Assert.Equal("reno", LoopbackPacing.CongestionControlOf(socket));
    }

    private static Socket Bound(string address)
    {
        var ip = IPAddress.Parse(address);
        var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (ip.AddressFamily == AddressFamily.InterNetworkV6)
        {
            socket.DualMode = true;
        }

        socket.Bind(new IPEndPoint(ip, 0));
        return socket;
    }

    private static bool TryTake(Socket socket, string congestionControl)
    {
        try
        {
            socket.SetRawSocketOption(6, 13, Encoding.ASCII.GetBytes(congestionControl));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
