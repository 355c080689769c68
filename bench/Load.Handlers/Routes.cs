namespace HttpActors.Bench.Load.Handlers;

/// <summary>The same answers as the other peers give at the same paths.</summary>
internal static class Routes
{
    private const int ChunkedPieces = 160;
    private static readonly TimeSpan BlockTime = TimeSpan.FromMilliseconds(50);
    private static readonly byte[] Hello = "Hello, World!"u8.ToArray();
    private static readonly byte[] Piece = CreatePiece();

    public static Task Handle(IncomingMessage request, ServerResponse response) => request.Url switch
    {
        "/chunked" => SendChunkedAsync(response),
        "/block" => Block(response),
        _ => SayHello(response),
    };

    private static Task SayHello(ServerResponse response)
    {
        response.SetHeader("Content-Type", "text/plain");
        response.End(Hello);
        return Task.CompletedTask;
    }

    private static Task Block(ServerResponse response)
    {
        Thread.Sleep(BlockTime);
        return SayHello(response);
    }

    private static async Task SendChunkedAsync(ServerResponse response)
    {
        response.SetHeader("Content-Type", "application/octet-stream");
        for (var i = 0; i < ChunkedPieces; i++)
            await response.WriteAsync(Piece);
        response.End();
    }

    private static byte[] CreatePiece()
    {
        var piece = new byte[64 * 1024];
        Array.Fill(piece, (byte)'x');
        return piece;
    }
}
