using static HttpActors.Supervisor.Config.FieldKind;

namespace HttpActors.Supervisor.Config;

/// <summary>The whole language of the configuration as tables: every name, its default, its bounds and its reason.</summary>
internal static class Shapes
{
    /// <summary>A day: longer waits are mistakes of unit.</summary>
    private const double Longest = 86_400;

    internal static readonly string[] AccessLogFormats = ["off", "combined", "json", "dev"];
    internal static readonly string[] LogLevels = ["debug", "info", "warning", "error"];
    internal static readonly string[] RestartPolicies = ["always", "on-failure", "never"];

    private static readonly Shape Backoff = new("backoff", "How long to wait before a restart: initial, initial x factor, and so on, up to max.",
    [
        new("initial", Duration, "Before the first restart.", "500ms") { Min = 0.001, Max = Longest },
        new("max", Duration, "Never longer than this.", "30s") { Min = 0.001, Max = Longest },
        new("factor", Number, "How much longer each time.", "2") { Min = 1, Max = 100 },
        new("jitter", Number, "The part of the wait that is random, both ways, so that services which fell together do not rise together.", "0.2") { Max = 1 },
    ]);

    private static readonly Shape Restart = new("restart", "When and how the service is started again.",
    [
        new("policy", Choice, "always: whenever it ends. on-failure: when it failed. never: it stays down.", "on-failure") { Choices = RestartPolicies },
        new("backoff", FieldKind.Section, "The wait before each restart.") { Of = Backoff },
        new("maxRestarts", Whole, "More restarts than this within the window: the service is failed and stays down.", "5") { Max = 1_000_000 },
        new("window", Duration, "In which restarts are counted.", "1m") { Min = 0.001, Max = Longest },
    ]);

    private static readonly Shape Failures = new("failures", "When handlers that throw bring the service down.",
    [
        new("count", Whole, "So many failed requests within the window; 0: never.", "5") { Max = 1_000_000 },
        new("window", Duration, "In which they are counted.", "10s") { Min = 0.001, Max = Longest },
    ]);

    internal static readonly Shape Service = new("service", "One service: what it does, and what is done when it fails.",
    [
        new("type", Choice, "What kind of service it is.") { IsRequired = true, Choices = ["static", "redirect", "echo", "response", "code"] },
        new("dependsOn", TextList, "Services that must run before this one starts, and without which it stops.", "[]"),
        new("essential", Flag, "When this service is failed for good, the supervisor drains and ends with exit code 3.", "false"),
        new("startTimeout", Duration, "A start that takes longer has failed.", "10s") { Min = 0.001, Max = Longest },
        new("stopTimeout", Duration, "How long its requests may take to finish, and after that how long it may take to stop.", "10s") { Max = Longest },
        new("restart", FieldKind.Section, "When and how it is started again.") { Of = Restart },
        new("failures", FieldKind.Section, "When handlers that throw bring it down.") { Of = Failures },
    ])
    {
        Variants =
        [
            new("static", "Files below a directory.",
            [
                new("root", Text, "The directory; relative to the configuration file.") { IsRequired = true },
                new("prefix", Text, "The part of the path that does not belong to the file's name.", ""),
                new("spa", Flag, "Answer pages that do not exist with /index.html.", "false"),
                new("dotFiles", Flag, "Also serve and list names that begin with a dot.", "false"),
            ]),
            new("redirect", "Sends clients elsewhere.",
            [
                new("to", Text, "The address, absolute or a path.") { IsRequired = true },
                new("status", Whole, "301, 302, 303, 307 or 308.", "308") { Min = 301, Max = 308 },
                new("keepPath", Flag, "Append the path and query that were asked for.", "true"),
            ]),
            new("echo", "Answers with JSON that describes the request.", []),
            new("response", "Always the same answer.",
            [
                new("status", Whole, "The status code.", "200") { Min = 200, Max = 599 },
                new("headers", TextMap, "Header fields.", "{}"),
                new("body", Text, "The body, sent as UTF-8.", ""),
            ]),
            new("code", "A class of yours: an IHttpService, an IHttpActorService, or an actor.",
            [
                new("assembly", Text, "The .dll; relative to the configuration file.") { IsRequired = true },
                new("class", Text, "The full name of the class.") { IsRequired = true },
                new("settings", TextMap, "What the class finds in its context's Settings.", "{}"),
                new("answerTimeout", Duration, "How long an actor may take to answer; then 504.", "30s") { Min = 0.001, Max = Longest },
            ]),
        ],
    };

    private static readonly Shape Route = new("route", "Which requests go to which service. The most specific host wins, then the longest path.",
    [
        new("host", Text, "The host name, *.example.org for those below it, or * for any.", "*"),
        new("path", Text, "A prefix of whole path segments.", "/"),
        new("service", Text, "The name of a service.") { IsRequired = true },
    ]);

    private static readonly Shape Limits = new("limits", "What clients may cost; 0 and 0s are no limit. A reload changes them for connections that come after it.",
    [
        new("maxConnections", Whole, "Connections at a time; more wait until one ends.", "0"),
        new("maxRequestsPerConnection", Whole, "Then the connection is closed.", "0"),
        new("maxHeaderSize", Whole, "Octets of request line and header fields; more: 431.", "32768") { Min = 128, Max = 16_777_216 },
        new("maxHeadersCount", Whole, "Header lines; more: 431.", "2000"),
        new("maxRequestBodySize", Whole, "Octets of a request body; more: 413.", "0") { Max = 1_000_000_000_000 },
        new("headersTimeout", Duration, "How long a request head may take, but never longer than requestTimeout; then 408.", "1m") { Max = Longest },
        new("requestTimeout", Duration, "How long a whole request may take, its body included; then 408.", "0s") { Max = Longest },
        new("keepAliveTimeout", Duration, "How long an idle connection is kept.", "65s") { Max = Longest },
        new("timeout", Duration, "How long nothing may move on a connection in mid-request; then it is closed.", "2m") { Max = Longest },
    ]);

    internal static readonly Shape Listener = new("listener", "A socket and what is served on it.",
    [
        new("address", Address, "HOST:PORT; port 0 takes a free one, host * is every interface.") { IsRequired = true },
        new("routes", SectionList, "Which requests go where; what no route takes is answered with 404.") { Of = Route },
        new("limits", FieldKind.Section, "What clients may cost.") { Of = Limits },
    ]);

    private static readonly Shape Admin = new("admin", "The listener for operators: /livez, /readyz and /metrics.",
    [
        new("enabled", Flag, "Whether there is one.", "true"),
        new("address", Address, "Where it listens. It has no authentication: keep it on loopback.", "127.0.0.1:9901"),
    ]);

    private static readonly Shape AccessLog = new("accessLog", "One line for each request.",
    [
        new("format", Choice, "combined as Apache writes it, json, dev for people, or off.", "off") { Choices = AccessLogFormats },
        new("path", Text, "A file that is appended to; empty: standard output.", ""),
        new("queue", Whole, "Lines that may wait to be written; more are dropped and counted.", "8192") { Min = 1, Max = 10_000_000 },
    ]);

    private static readonly Shape Log = new("log", "What the supervisor says on standard error.",
    [
        new("level", Choice, "The least that is said.", "info") { Choices = LogLevels },
    ]);

    private static readonly Shape Control = new("control", "The Unix socket of status, tree, drain, restart and reload.",
    [
        new("enabled", Flag, "Whether there is one.", "true"),
        new("path", Text, "Where it is; empty: in a private directory of the user, named after the configuration file.", ""),
    ]);

    internal static readonly Shape Root = new("httpactors", "Configuration of `httpactors run`.",
    [
        new("$schema", Text, "The schema of this file, for editors.", ""),
        new("listeners", SectionList, "Where is listened.") { Of = Listener, IsRequired = true },
        new("services", SectionMap, "The services by name.") { Of = Service, IsRequired = true },
        new("admin", FieldKind.Section, "The listener for operators.") { Of = Admin },
        new("accessLog", FieldKind.Section, "One line for each request.") { Of = AccessLog },
        new("log", FieldKind.Section, "What the supervisor says.") { Of = Log },
        new("control", FieldKind.Section, "The socket of the other commands.") { Of = Control },
        new("pidFile", Text, "Where the process id is written; empty: nowhere.", ""),
        new("drainTimeout", Duration, "How long running requests may take once the process was asked to stop.", "10s") { Max = Longest },
        new("watch", Flag, "Reload when this file changes.", "true"),
    ]);
}
