using System.Globalization;
using HttpActors.Bench.Load.Generator;

namespace HttpActors.Bench.Load;

/// <summary>What the machine lets a process have.</summary>
internal sealed class Limits
{
    // Beside its connections a process holds its libraries, pipes, epoll instances and listening sockets.
    private const int OtherDescriptors = 256;
    private const int Sources = 8;

    private readonly long _descriptors = ProcessFacts.DescriptorLimit();
    private readonly long _ports = LocalPorts();

    /// <summary>Null, or why so many connections cannot be opened and what would help.</summary>
    public string? Refuse(int connections)
    {
        if (_descriptors < connections + OtherDescriptors)
        {
            return $"{connections:N0} connections need {connections + OtherDescriptors:N0} file descriptors a process; "
                + $"the hard limit is {_descriptors:N0} (raise it with `ulimit -Hn`, or LimitNOFILE of the service)";
        }

        return _ports * Sources < connections
            ? $"{connections:N0} connections need more local ports than net.ipv4.ip_local_port_range has ({_ports:N0})"
            : null;
    }

    private static long LocalPorts()
    {
        const string path = "/proc/sys/net/ipv4/ip_local_port_range";
        if (!File.Exists(path))
            return 28_000;
        var bounds = File.ReadAllText(path).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return long.Parse(bounds[1], CultureInfo.InvariantCulture) - long.Parse(bounds[0], CultureInfo.InvariantCulture) + 1;
    }
}
