using HttpActors.Supervisor.Config;

namespace HttpActors.Supervisor.Hosting;

/// <summary>
/// From host and path to a service. The most specific host that has a matching path wins, then the longest path. Paths
/// are compared as they were sent, by whole segments: routing is no access control.
/// </summary>
internal sealed class RouteTable
{
    private readonly (RouteConfig Route, ServiceSlot Slot)[] _routes;

    internal RouteTable(IEnumerable<RouteConfig> routes, IReadOnlyDictionary<string, ServiceSlot> slots) => _routes =
    [
        .. routes.Select(route => (route, slots[route.Service]))
            .OrderByDescending(entry => Specificity(entry.route.Host))
            .ThenByDescending(entry => entry.route.Path.Length),
    ];

    internal ServiceSlot? Find(ReadOnlySpan<char> host, ReadOnlySpan<char> target)
    {
        host = WithoutPort(host);
        var path = PathOf(target);
        foreach (var (route, slot) in _routes)
        {
            if (IsHost(host, route.Host) && IsBelow(path, route.Path))
                return slot;
        }

        return null;
    }

    /// <summary>A whole name, then the longer of two wildcards, then any.</summary>
    private static int Specificity(string host) => host.StartsWith('*') ? host.Length - 1 : int.MaxValue;

    private static bool IsHost(ReadOnlySpan<char> host, string pattern)
    {
        if (pattern == "*")
            return true;
        return pattern[0] == '*'
            ? host.Length > pattern.Length - 1 && host.EndsWith(pattern.AsSpan(1), StringComparison.OrdinalIgnoreCase)
            : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsBelow(ReadOnlySpan<char> path, string prefix) => prefix == "/"
        || (path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/'));

    private static ReadOnlySpan<char> WithoutPort(ReadOnlySpan<char> host)
    {
        var colon = host.LastIndexOf(':');
        return colon >= 0 && !host[colon..].Contains(']') ? host[..colon] : host;
    }

    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> target)
    {
        var path = OriginForm.Of(target);
        return path.IndexOf('?') switch
        {
            < 0 => path,
            0 => "/",
            var query => path[..query],
        };
    }
}
