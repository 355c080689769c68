using System.Net.Sockets;

namespace HttpActors.Supervisor;

/// <summary>
/// Runs one server for the life of the process: bind, say so, wait for a signal, drain, exit.
/// Standard output carries the ready line and nothing else, so that a script can wait for it; people read standard error.
/// </summary>
internal static class ServiceHost
{
    internal static async Task<int> RunAsync(
        string service, HttpServer server, HostSettings settings, TextWriter output, TextWriter error)
    {
        using var signals = new StopSignals(onHangUp: true);
        await using (server.ConfigureAwait(false))
        {
            server.Errored += failure => error.WriteLine($"{CommandLine.ToolName} {service}: {failure.Message}");
            try
            {
                await server.ListenAsync(settings.Listen.Port, settings.Listen.Host).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is SocketException or ArgumentException)
            {
                var (code, message) = BindFailure.Explain(failure, settings.Listen);
                await error.WriteLineAsync($"{CommandLine.ToolName}: {message}").ConfigureAwait(false);
                return code;
            }

            await output.WriteLineAsync($"listening on {settings.Listen.ToUrl(server.Address)}").ConfigureAwait(false);
            await output.FlushAsync().ConfigureAwait(false);

            if (await Task.WhenAny(server.Completion, signals.First).ConfigureAwait(false) == server.Completion)
                return await ReportEndAsync(service, server, error).ConfigureAwait(false);
            await DrainAsync(service, server, settings, signals, error).ConfigureAwait(false);
            return ExitCodes.Clean;
        }
    }

    private static async Task<int> ReportEndAsync(string service, HttpServer server, TextWriter error)
    {
        var reason = server.Completion.Exception?.GetBaseException().Message ?? "the server ended by itself";
        await error.WriteLineAsync($"{CommandLine.ToolName} {service}: failed: {reason}").ConfigureAwait(false);
        return ExitCodes.ServiceFailed;
    }

    private static async Task DrainAsync(
        string service, HttpServer server, HostSettings settings, StopSignals signals, TextWriter error)
    {
        using var abort = CancellationTokenSource.CreateLinkedTokenSource(signals.Second);
        abort.CancelAfter(settings.DrainTimeout);
        var open = server.ConnectionCount;
        if (open > 0)
        {
            await error.WriteLineAsync(
                $"{CommandLine.ToolName} {service}: stopping; {open} open connection{(open == 1 ? " has" : "s have")} {settings.DrainTimeout.TotalSeconds:0.###} s to finish, a second signal ends that now").ConfigureAwait(false);
        }

        try
        {
            await server.CloseAsync(abort.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            // Told below, in the same words whether the server took note of it or not.
        }

        if (abort.IsCancellationRequested)
        {
            server.CloseAllConnections();
            var why = signals.Second.IsCancellationRequested ? "a second signal" : "the drain timeout";
            await error.WriteLineAsync($"{CommandLine.ToolName} {service}: {why} ended what was still running").ConfigureAwait(false);
        }
    }
}
