namespace HttpActors.Supervisor.Client;

/// <summary>Says in one line why there is no whole answer, what to do about it, and the stable code.</summary>
internal static class RequestFailure
{
    private const string MoreTime = "allow more with --timeout SECONDS";

    /// <summary>The time of the command line has passed.</summary>
    internal static (int ExitCode, string Message) Late(RequestPlan plan) => (RequestExit.TimedOut,
        $"no whole answer from {plan.Place} within {plan.Timeout!.Value.TotalSeconds:0.###} s (ETIMEDOUT); {MoreTime}");

    /// <returns>Null: not a failure that is expected.</returns>
    internal static (int ExitCode, string Message)? Explain(Exception failure, RequestPlan plan, long received) => failure switch
    {
        HttpTimeoutException late => (RequestExit.TimedOut, TimedOut(late, plan)),
        HttpException { Code: "ERR_HTTP_TOO_MANY_REDIRECTS" } => (RequestExit.Broken,
            $"{plan.Place} redirects without end (ERR_HTTP_TOO_MANY_REDIRECTS); leave out --location to see where"),
        HttpException { Phase: HttpPhase.Queue or HttpPhase.Connect } connect => Connecting(connect, plan),
        HttpException broken when broken.Code.StartsWith("HPE_", StringComparison.Ordinal) => (RequestExit.Broken,
            $"the answer of {plan.Place} is not HTTP: {broken.Message.TrimEnd('.')} ({broken.Code}); check that an HTTP server listens there"),
        HttpException { Phase: HttpPhase.Body } broken => (RequestExit.Broken,
            $"the connection to {plan.Place} broke after {received} bytes of the body: {broken.Message.TrimEnd('.')} ({broken.Code}); ask again"),
        HttpException broken => (RequestExit.Broken,
            $"{plan.Place} ended the connection before it answered: {broken.Message.TrimEnd('.')} ({broken.Code}); ask again, or look into the server's log"),
        HttpArgumentException { Code: "ERR_INVALID_PROTOCOL" } => (RequestExit.Broken,
            $"a redirection of {plan.Place} leads away from http:// (ERR_INVALID_PROTOCOL); leave out --location to see where"),
        ArgumentException and IHttpError wrong => (ExitCodes.Usage, $"{FirstLine(failure.Message)} ({wrong.Code}); correct the command line"),
        Protocol.ProtocolException wrong => (ExitCodes.Usage,
            $"the request cannot be sent so: {wrong.Message.TrimEnd('.')} ({wrong.Code}); correct --header or --data"),
        _ => null,
    };

    private static (int ExitCode, string Message) Connecting(HttpException failure, RequestPlan plan) => failure.Code switch
    {
        "ETIMEDOUT" => (RequestExit.TimedOut, $"{plan.Place} did not answer the attempt to connect (ETIMEDOUT); check the address and the network"),
        _ => (RequestExit.CannotConnect, $"cannot connect to {plan.Place}: {Advice(failure, plan)}"),
    };

    private static string Advice(HttpException failure, RequestPlan plan) => failure.Code switch
    {
        "ECONNREFUSED" => "nothing listens there (ECONNREFUSED); start the server, or correct the address",
        "ENOTFOUND" => $"the name '{plan.Url.IdnHost}' has no address (ENOTFOUND); check its spelling",
        "EAI_AGAIN" => "the name service does not answer (EAI_AGAIN); check the network, or write an IP address",
        "EHOSTUNREACH" or "ENETUNREACH" => $"no way leads there ({failure.Code}); check the address and the network",
        "EACCES" => "not permitted (EACCES); check the rights of this user and the firewall",
        _ => $"{Cause(failure)} ({failure.Code}); check {(plan.UnixSocket is null ? "the address" : "the path of --unix-socket")}",
    };

    private static string Cause(HttpException failure) => (failure.InnerException ?? failure).Message.TrimEnd('.');

    private static string TimedOut(HttpTimeoutException late, RequestPlan plan) => late.Phase is HttpPhase.Queue or HttpPhase.Connect
        ? $"no connection to {plan.Place} in time ({late.Code}); check the address and the network, or {MoreTime}"
        : $"{plan.Place} did not answer in time ({late.Code}); {MoreTime}";

    // The base library adds the parameter's name on a line of its own.
    private static string FirstLine(string message) => message.Split('\n', '\r')[0].Split(" (Parameter")[0].TrimEnd('.');
}
