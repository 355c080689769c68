namespace HttpActors.Supervisor.Config;

/// <summary>What no single field can know: names that must exist, addresses that must differ, circles.</summary>
internal static class ConfigChecks
{
    private static readonly int[] Redirects = [301, 302, 303, 307, 308];

    internal static IEnumerable<ConfigProblem> Check(Section root)
    {
        var services = root.Map("services");
        return CheckAddresses(root)
            .Concat(root.List("listeners").SelectMany(listener => CheckRoutes(listener, services.Keys)))
            .Concat(services.SelectMany(service => CheckService(service.Key, service.Value, services)));
    }

    private static IEnumerable<ConfigProblem> CheckAddresses(Section root)
    {
        if (root.List("listeners").Count == 0)
            yield return new(root.Line, "listeners", "there is none; write at least [{\"address\": \"127.0.0.1:8080\", \"routes\": []}]");
        var seen = new HashSet<ListenAddress>();
        foreach (var listener in root.List("listeners"))
        {
            var address = listener.Address("address");
            if (!seen.Add(address) && address.Port != 0)
                yield return At(listener, $"{address} is there twice; put all routes of an address into one listener");
        }

        var admin = root.Of("admin");
        if (admin.Flag("enabled") && admin.Address("address").Port != 0 && seen.Contains(admin.Address("address")))
            yield return At(admin, "the address is a listener's too; give the admin listener one of its own");
    }

    private static IEnumerable<ConfigProblem> CheckRoutes(Section listener, IEnumerable<string> services)
    {
        var seen = new HashSet<RouteConfig>();
        foreach (var section in listener.List("routes"))
        {
            var route = new RouteConfig(section);
            if (!route.Path.StartsWith('/'))
                yield return At(section, $"path: '{route.Path}' must begin with '/'");
            if (route.Host.Contains(':') || route.Host.LastIndexOf('*') > 0 || (route.Host.StartsWith('*') && route.Host is not "*" && !route.Host.StartsWith("*.", StringComparison.Ordinal)))
                yield return At(section, $"host: '{route.Host}' must be a name without port, *.NAME, or *");
            if (!seen.Add(route with { Service = "" }))
                yield return At(section, $"host {route.Host} and path {route.Path} are routed already; the second route would never be used");
            if (!services.Contains(route.Service))
                yield return At(section, NoSuchService("service", route.Service, services));
        }
    }

    private static IEnumerable<ConfigProblem> CheckService(string name, Section service, IReadOnlyDictionary<string, Section> all)
    {
        foreach (var other in service.Texts("dependsOn"))
        {
            if (!all.ContainsKey(other))
                yield return At(service, NoSuchService("dependsOn", other, all.Keys));
            else if (Reaches(other, name, all, []))
                yield return At(service, $"dependsOn: '{name}' and '{other}' wait for each other; break the circle");
        }

        var backoff = service.Of("restart").Of("backoff");
        if (backoff.Duration("max") < backoff.Duration("initial"))
            yield return At(backoff, "max must not be shorter than initial");
        if (service.Text("type") == "redirect" && !Redirects.Contains(service.Whole("status")))
            yield return At(service, $"status: must be one of {string.Join(", ", Redirects)}");
        if (service.Text("type") == "response")
        {
            foreach (var problem in CheckHeaders(service))
                yield return problem;
        }
    }

    private static IEnumerable<ConfigProblem> CheckHeaders(Section service)
    {
        foreach (var (name, value) in service.TextMap("headers"))
        {
            string? problem = null;
            try
            {
                Http.ValidateHeaderName(name);
                Http.ValidateHeaderValue(name, value);
            }
            catch (ArgumentException error)
            {
                problem = error.Message;
            }

            if (problem is not null)
                yield return At(service, $"headers: {problem}");
        }
    }

    private static bool Reaches(string from, string to, IReadOnlyDictionary<string, Section> all, HashSet<string> seen) =>
        from == to || (seen.Add(from) && all.TryGetValue(from, out var service)
            && service.Texts("dependsOn").Any(next => Reaches(next, to, all, seen)));

    private static string NoSuchService(string field, string name, IEnumerable<string> services)
    {
        var meant = NearestWord.Find(name, services);
        return $"{field}: there is no service '{name}'{(meant is null ? "; add it to 'services'" : $"; did you mean '{meant}'?")}";
    }

    private static ConfigProblem At(Section section, string message) => new(section.Line, section.Path, message);
}
