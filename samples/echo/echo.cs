#!/usr/bin/env dotnet
#:project ../../src/Api/HttpActors.csproj
#:property PublishAot=false
using HttpActors;

// Sends every request body back as it arrives, so that neither side ever holds all of it.
// Try: curl -T FILE http://127.0.0.1:8080/ -o COPY
var server = Http.CreateServer(async (request, response) =>
{
    response.SetHeader("Content-Type", request.Headers.Get("Content-Type") ?? "application/octet-stream");

    // WriteAsync completes once the client has taken enough of what was written: a slow reader slows the sender down.
    await foreach (var piece in request.ReadChunksAsync(request.Aborted))
        await response.WriteAsync(piece, request.Aborted);
    await response.EndAsync();
});

await server.ListenAsync(args.Length > 0 ? int.Parse(args[0]) : 8080, "127.0.0.1");
Console.WriteLine($"listening on http://{server.Address}");

Console.CancelKeyPress += (_, press) =>
{
    // The first Ctrl+C lets running exchanges finish; a second one ends the program at once.
    press.Cancel = server.IsListening;
    _ = server.CloseAsync();
};
await server.Completion;
