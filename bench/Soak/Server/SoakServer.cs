using System.Text.Json;

namespace HttpActors.Bench.Soak.Server;

/// <summary>
/// The process under soak. Its parent asks for figures line by line on standard input; when that ends, so does this
/// process, so nothing stays behind whatever happens to the parent.
/// </summary>
internal static class SoakServer
{
    public const string ReadyPrefix = "listening on http://";
    public const string AskFigures = "figures";
    public const string AskCollected = "collected figures";

    /// <summary>Short, so that idle connections meet it.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(6);

    // Not zero: deadlines are to be compared, as they are in use.
    private static readonly TimeSpan Forever = TimeSpan.FromDays(1);

    public static async Task RunAsync(SoakOptions options)
    {
        using var handOffs = new HandOffCounter();
        await using var server = Http.CreateServer(OptionsOf(options), SoakRoutes.Handle);
        await server.ListenAsync(0, "127.0.0.1");
        Console.WriteLine($"{ReadyPrefix}{server.Address}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line == AskCollected)
                Collect();
            Console.WriteLine(JsonSerializer.Serialize(FiguresOf(server, handOffs)));
        }

        server.Close();
        server.CloseAllConnections();
        await server.Completion;
    }

    private static HttpServerOptions OptionsOf(SoakOptions options) => new()
    {
        Transport = options.Transport,
        KeepAliveTimeout = options.IdleCpu ? Forever : KeepAlive,
        Timeout = options.IdleCpu ? Forever : TimeSpan.FromMinutes(2),
    };

    private static ServerFigures FiguresOf(HttpServer server, HandOffCounter handOffs) => new(
        GC.GetTotalMemory(forceFullCollection: false),
        GC.GetGCMemoryInfo().TotalCommittedBytes,
        GC.CollectionCount(2),
        server.ConnectionCount,
        handOffs.Total);

    private static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
