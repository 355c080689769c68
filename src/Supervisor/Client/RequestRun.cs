using System.Text;

namespace HttpActors.Supervisor.Client;

/// <summary>One request from the command line to the exit code.</summary>
internal sealed class RequestRun(RequestPlan plan, RequestConsole console, TimeProvider time)
{
    private const int FirstError = 400;

    // As browsers: more is a loop.
    private const int MaxRedirects = 20;
    private const int UploadPiece = 64 * 1024;

    private long _received;

    /// <exception cref="UsageException">A local mistake, told by the command line.</exception>
    internal async Task<int> RunAsync()
    {
        using var interrupts = new Interrupts();
        using var late = new CancellationTokenSource(plan.Timeout ?? Timeout.InfiniteTimeSpan, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupts.Token, late.Token);
        try
        {
            return await ExchangeAsync(stop.Token).ConfigureAwait(false);
        }
        catch (BrokenPipeException)
        {
            return ExitCodes.Clean;
        }
        catch (Exception failure) when (failure is not UsageException)
        {
            if (interrupts.Signal is { } signal)
                return RequestExit.SignalBase + signal;
            var explained = late.IsCancellationRequested ? RequestFailure.Late(plan) : RequestFailure.Explain(failure, plan, _received);
            if (explained is not { } told)
                throw;
            await TellAsync(told.Message).ConfigureAwait(false);
            return told.ExitCode;
        }
    }

    private async Task<int> ExchangeAsync(CancellationToken stop)
    {
        var target = BodyTarget.Open(plan.Output, console.Output);
        await using (target.ConfigureAwait(false))
        {
            (Stream? content, long? length) = plan.Content is { } given ? given.Open(console.Input) : default((Stream?, long?));
            using (content)
            using (var agent = new HttpAgent(new HttpAgentOptions { MaxSockets = 1 }))
            {
                var fields = Fields(content is not null, length);
                var transcript = plan.Verbose ? new Transcript(console.Error, time, plan.Place, fields) : null;
                var options = Options(agent, fields, stop);
                return await (plan.Location
                    ? FollowAsync(options, content, target, transcript, stop)
                    : AnswerAsync(options, content, target, transcript, stop)).ConfigureAwait(false);
            }
        }
    }

    private async Task<int> AnswerAsync(
        ClientRequestOptions options, Stream? content, BodyTarget target, Transcript? transcript, CancellationToken stop)
    {
        var request = Http.Request(plan.Url, options);
        transcript?.Follow(request);
        IncomingMessage? response = null;
        try
        {
            var awaited = request.Response;

            // A server may answer before it has read everything: the answer counts, and tells what became of the upload.
            _ = UploadAsync(request, content, transcript, stop);

            // Off the event loop: what follows writes to files and pipes that may stand still.
            response = await awaited.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            transcript?.OnResponse(response, request);
            return await DeliverAsync(response, target, stop).ConfigureAwait(false);
        }
        finally
        {
            transcript?.OnEnd(response, _received);
            request.Destroy();
        }
    }

    /// <summary>The body is held whole: a redirection may want it again.</summary>
    private async Task<int> FollowAsync(
        ClientRequestOptions options, Stream? content, BodyTarget target, Transcript? transcript, CancellationToken stop)
    {
        IncomingMessage? response = null;
        try
        {
            using var whole = new MemoryStream();
            if (content is not null)
                await content.CopyToAsync(whole, stop).WaitAsync(stop).ConfigureAwait(false);
            response = await Http.RequestAsync(plan.Url, options, whole.ToArray(), stop).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            transcript?.OnResponse(response, null);
            return await DeliverAsync(response, target, stop).ConfigureAwait(false);
        }
        finally
        {
            transcript?.OnEnd(response, _received);
        }
    }

    private async Task<int> DeliverAsync(IncomingMessage response, BodyTarget target, CancellationToken stop)
    {
        var failed = plan.Fail && response.StatusCode >= FirstError;
        if ((plan.Include || plan.Method == "HEAD") && !(failed && target.IsFile))
            await target.WriteAsync(Head(response), stop).ConfigureAwait(false);
        if (failed)
        {
            await TellAsync($"{plan.Place} answered {response.StatusCode} {response.StatusMessage}; leave out --fail to see the body").ConfigureAwait(false);
            return RequestExit.FailedStatus;
        }

        await CopyAsync(response, target, stop).ConfigureAwait(false);
        await target.CompleteAsync().ConfigureAwait(false);
        return ExitCodes.Clean;
    }

    private async Task CopyAsync(IncomingMessage response, BodyTarget target, CancellationToken stop)
    {
        using var progress = target.IsFile && console.IsErrorTerminal && !plan.Silent
            ? new ProgressLine(console.Error, time, LengthOf(response))
            : null;
        while (true)
        {
            var read = await response.Body.ReadAsync(stop).AsTask().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            foreach (var piece in read.Buffer)
            {
                await target.WriteAsync(piece, stop).ConfigureAwait(false);
                _received += piece.Length;
            }

            response.Body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                break;
            progress?.Report(_received);
        }

        progress?.Complete(_received);
    }

    private static async Task UploadAsync(ClientRequest request, Stream? content, Transcript? transcript, CancellationToken stop)
    {
        try
        {
            if (content is not null)
                await SendAsync(request, content, transcript, stop).ConfigureAwait(false);
            await request.EndAsync(cancellationToken: stop).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IHttpError or OperationCanceledException or ObjectDisposedException)
        {
            // The response's task says why, or there is one already.
        }
        catch (Exception failure)
        {
            request.Destroy(failure);
        }
    }

    private static async Task SendAsync(ClientRequest request, Stream content, Transcript? transcript, CancellationToken stop)
    {
        // Standard input is read by a thread that waits; it is not to be the caller's.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var buffer = new byte[UploadPiece];
        int read;
        while ((read = await ReadAsync(content, buffer, stop).ConfigureAwait(false)) > 0)
        {
            if (transcript is not null)
                request.Write(buffer.AsMemory(0, read), Sent(request, transcript));
            else
                await request.WriteAsync(buffer.AsMemory(0, read), stop).ConfigureAwait(false);
            transcript = null;
        }
    }

    private static Action<Exception?> Sent(ClientRequest request, Transcript transcript) => failure =>
    {
        if (failure is null)
            transcript.OnSending(request);
    };

    private static async Task<int> ReadAsync(Stream content, byte[] buffer, CancellationToken stop)
    {
        try
        {
            return await content.ReadAsync(buffer, stop).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read what --data names: {failure.Message.TrimEnd('.')}; the request was cut off");
        }
    }

    private ClientRequestOptions Options(HttpAgent agent, List<KeyValuePair<string, string>> fields, CancellationToken stop) => new()
    {
        Agent = agent,
        UseAgent = false,
        Method = plan.Method,
        MaxRedirects = plan.Location ? MaxRedirects : 0,
        Headers = fields,
        SocketPath = plan.UnixSocket,
        CancellationToken = stop,

        // The time of the command line covers all; and a reader of ours that pauses is no fault of the server.
        ConnectTimeout = plan.Timeout is null ? null : TimeSpan.Zero,
        HeadersTimeout = plan.Timeout is null ? null : TimeSpan.Zero,
        BodyTimeout = TimeSpan.Zero,
    };

    /// <summary>What is sent by default and not given, then what is given.</summary>
    private List<KeyValuePair<string, string>> Fields(bool hasContent, long? length)
    {
        var fields = new List<KeyValuePair<string, string>>();
        Add("Host", RequestUrl.HostField(plan.Url));
        Add("User-Agent", CommandLine.ToolName);
        Add("Accept", "*/*");
        Add("Connection", "close");
        if (hasContent && !IsGiven("Content-Length") && length is null)
            Add("Transfer-Encoding", "chunked");
        else if (hasContent && !IsGiven("Transfer-Encoding") && length is { } known)
            Add("Content-Length", known.ToString(System.Globalization.CultureInfo.InvariantCulture));
        fields.AddRange(plan.Headers);
        return fields;

        bool IsGiven(string name) => plan.Headers.Any(field => field.Key.Equals(name, StringComparison.OrdinalIgnoreCase));

        void Add(string name, string value)
        {
            if (!IsGiven(name))
                fields.Add(new(name, value));
        }
    }

    private static byte[] Head(IncomingMessage response)
    {
        var head = new StringBuilder(Transcript.StatusLine(response)).Append("\r\n");
        foreach (var (name, value) in response.RawHeaders)
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }

    private static long? LengthOf(IncomingMessage response) =>
        long.TryParse(response.Headers.Get("content-length"), out var length) ? length : null;

    private Task TellAsync(string message) =>
        console.Error.WriteLineAsync($"{CommandLine.ToolName}: {Transcript.Printable(message)}");
}
