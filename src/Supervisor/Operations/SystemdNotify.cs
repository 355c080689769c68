using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace HttpActors.Supervisor.Operations;

/// <summary>Tells systemd where we are (sd_notify): one datagram a time to the socket in <c>NOTIFY_SOCKET</c>; without one, nothing.</summary>
internal sealed class SystemdNotify(string? address, TimeProvider clock)
{
    internal static SystemdNotify FromEnvironment() => new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), TimeProvider.System);

    internal void Ready(string status) => Send($"READY=1\nSTATUS={status}\nMAINPID={Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}");

    internal void Stopping() => Send("STOPPING=1");

    /// <summary>Type=notify-reload wants the monotonic time with it.</summary>
    internal void Reloading() => Send($"RELOADING=1\nMONOTONIC_USEC={(clock.GetTimestamp() * 1_000_000L / Stopwatch.Frequency).ToString(CultureInfo.InvariantCulture)}");

    private void Send(string state)
    {
        if (string.IsNullOrEmpty(address))
            return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

            // A leading @ is how an abstract name is written; the kernel wants a NUL there.
            socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address));
        }
        catch (SocketException)
        {
            // A manager that does not listen is no reason to fail.
        }
    }
}
