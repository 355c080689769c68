using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace HttpActors.Supervisor.Client;

/// <summary><c>httpactors get URL</c> and <c>httpactors request METHOD URL</c>: one request, from a shell or a script.</summary>
internal sealed class RequestCommands
{
    internal const string GetName = "get";
    internal const string RequestName = "request";

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    private readonly Argument<string> _method = new("METHOD") { Description = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS or another one; HEAD prints the headers" };
    private readonly Argument<string> _url = new("URL") { Description = "Where to ask; http:// may be left out, https:// is not spoken" };

    private readonly Option<string[]> _headers = new("--header", "-H")
    {
        Description = "A header field to send; can be given several times, and replaces one that is sent by default",
        HelpName = "'NAME: VALUE'",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _data = new("--data", "-d")
    {
        Description = "The body: this text, the octets of a file, or of standard input, sent as they come",
        HelpName = "TEXT|@FILE|@-",
    };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "Write the body to FILE, which appears when it is whole (until then it is FILE.part), with progress on a terminal",
        HelpName = "FILE",
    };

    private readonly Option<bool> _include = new("--include", "-i") { Description = "Write the status line and the headers before the body" };
    private readonly Option<bool> _fail = new("--fail", "-f") { Description = $"Write no body and end with {RequestExit.FailedStatus} when the status is 400 or above" };
    private readonly Option<bool> _location = new("--location", "-L") { Description = "Follow redirections; --verbose then tells the last answer only" };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Tell both heads and the times (connect, first byte, total) on standard error" };
    private readonly Option<bool> _silent = new("--silent", "-s") { Description = "Show no progress" };

    private readonly Option<TimeSpan?> _timeout = new("--timeout", "-t")
    {
        Description = "How long all of it may take (default: 10 to connect, 300 from the request to the head, the body as long as it comes)",
        HelpName = "SECONDS",
        CustomParser = ParseSeconds,
    };

    private readonly Option<string?> _unixSocket = new("--unix-socket")
    {
        Description = "Connect to this Unix socket; the URL's host is then only a name",
        HelpName = "PATH",
    };

    internal static Command CreateGet(TextWriter output, TextWriter error) =>
        new RequestCommands().Create(new Command(GetName, "Ask a URL and print the answer's body"), isGet: true, output, error);

    internal static Command CreateRequest(TextWriter output, TextWriter error) =>
        new RequestCommands().Create(new Command(RequestName, "Send a request of any method, with or without a body, and print the answer's"), isGet: false, output, error);

    private Command Create(Command command, bool isGet, TextWriter output, TextWriter error)
    {
        if (!isGet)
            command.Arguments.Add(_method);
        command.Arguments.Add(_url);
        foreach (var option in (Option[])[_headers, _output, _include, _fail, _location, _verbose, _silent, _timeout, _unixSocket])
            command.Options.Add(option);
        if (!isGet)
            command.Options.Add(_data);
        command.SetAction(result => new RequestRun(
            Read(result, isGet), RequestConsole.For(output, error), TimeProvider.System).RunAsync());
        return command;
    }

    private RequestPlan Read(ParseResult result, bool isGet) => new(
        RequestUrl.Parse(result.GetValue(_url)!), isGet ? "GET" : ReadMethod(result.GetValue(_method)!))
    {
        Headers = [.. (result.GetValue(_headers) ?? []).Select(ReadHeader)],
        Content = !isGet && result.GetValue(_data) is { } data ? new RequestContent(data) : null,
        Output = result.GetValue(_output),
        Include = result.GetValue(_include),
        Fail = result.GetValue(_fail),
        Location = result.GetValue(_location),
        Verbose = result.GetValue(_verbose),
        Silent = result.GetValue(_silent),
        Timeout = result.GetValue(_timeout),
        UnixSocket = result.GetValue(_unixSocket),
    };

    private static string ReadMethod(string method) => method.Equals("CONNECT", StringComparison.OrdinalIgnoreCase)
        ? throw new UsageException("CONNECT opens a tunnel, which this command has no use for; name another method")
        : method.ToUpperInvariant();

    private static KeyValuePair<string, string> ReadHeader(string line)
    {
        const string Advice = "write for example --header 'Accept: text/html'";
        var colon = line.IndexOf(':');
        if (colon < 0)
            throw new UsageException($"--header: '{line}' has no colon; {Advice}");

        var (name, value) = (line[..colon], line[(colon + 1)..].Trim(' ', '\t'));
        try
        {
            Http.ValidateHeaderName(name);
            Http.ValidateHeaderValue(name, value);
            return new(name, value);
        }
        catch (HttpArgumentException wrong)
        {
            throw new UsageException($"--header: '{Transcript.Printable(line)}' cannot be sent ({wrong.Code}); {Advice}");
        }
    }

    private static TimeSpan? ParseSeconds(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds > 0 && seconds <= LongestTimeout.TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        result.AddError($"--timeout: '{text}' is not a number of seconds above 0 and up to {LongestTimeout.TotalSeconds:0}; write for example 10 or 0.5");
        return null;
    }
}
