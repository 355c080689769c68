using System.IO.Pipelines;

namespace HttpActors.Bench.Load.Kestrel;

/// <summary>The same answers as HttpActors' own services give, byte for byte where it can be.</summary>
internal sealed class Routes(string root)
{
    private const int ChunkedPieces = 160;
    private static readonly TimeSpan BlockTime = TimeSpan.FromMilliseconds(50);
    private static readonly byte[] Hello = "Hello, World!"u8.ToArray();
    private static readonly byte[] Piece = CreatePiece();

    public Task Handle(HttpContext context) => context.Request.Path.Value switch
    {
        "/" => SayHello(context.Response),
        "/echo" => JsonEcho.Handle(context),
        "/chunked" => SendChunked(context.Response),
        "/block" => Block(context.Response),
        { } path => SendFile(context.Response, path),
        null => Task.CompletedTask,
    };

    private static Task SayHello(HttpResponse response)
    {
        response.ContentType = "text/plain";
        response.ContentLength = Hello.Length;
        return response.Body.WriteAsync(Hello).AsTask();
    }

    private static Task Block(HttpResponse response)
    {
        Thread.Sleep(BlockTime);
        return SayHello(response);
    }

    private static async Task SendChunked(HttpResponse response)
    {
        response.ContentType = "application/octet-stream";
        PipeWriter writer = response.BodyWriter;
        for (var i = 0; i < ChunkedPieces; i++)
            await writer.WriteAsync(Piece);
    }

    private Task SendFile(HttpResponse response, string path)
    {
        var file = new FileInfo(Path.Combine(root, Path.GetFileName(path)));
        if (!file.Exists)
        {
            response.StatusCode = 404;
            response.ContentLength = 0;
            return Task.CompletedTask;
        }

        response.ContentType = "application/octet-stream";
        response.ContentLength = file.Length;
        return response.SendFileAsync(file.FullName);
    }

    private static byte[] CreatePiece()
    {
        var piece = new byte[64 * 1024];
        Array.Fill(piece, (byte)'x');
        return piece;
    }
}
