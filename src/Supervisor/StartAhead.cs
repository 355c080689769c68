using System.Buffers;
using System.IO.Pipelines;

namespace HttpActors.Supervisor;

/// <summary>
/// Loads what every server needs while the command line is still being read: a private server answers one request over
/// pipes in memory, on another thread. It opens nothing, and is gone when it has answered.
/// </summary>
internal static class StartAhead
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    internal static void Begin(string[] args)
    {
        if (Environment.ProcessorCount > 1 && IsFor(args))
            _ = Task.Run(RunAsync);
    }

    internal static bool IsFor(string[] args) => args.Length > 0 && CommandTable.Find(args[0]) is { Serves: true };

    private static async Task RunAsync()
    {
        try
        {
            await ExchangeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Whatever it is, the server that was asked for meets it as well, and tells it.
        }
    }

    /// <summary>True when the answer came.</summary>
    internal static async Task<bool> ExchangeAsync()
    {
        using var server = Http.CreateServer(Answer);
        var (request, response) = (new Pipe(), new Pipe());
        server.Accept(new Connection(request.Reader, response.Writer));
        await request.Writer.WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray()).ConfigureAwait(false);
        var answer = await response.Reader.ReadAsync().AsTask().WaitAsync(Patience).ConfigureAwait(false);
        return new SequenceReader<byte>(answer.Buffer).IsNext("HTTP/1.1 200"u8);
    }

    private static void Answer(IncomingMessage request, ServerResponse response)
    {
        response.SetHeader("Content-Type", "text/plain");
        response.End("ready"u8.ToArray());
    }

    private sealed class Connection(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
