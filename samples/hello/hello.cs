#!/usr/bin/env dotnet
#:project ../../src/Api/HttpActors.csproj
#:property PublishAot=false
using HttpActors;

var server = Http.CreateServer((request, response) =>
{
    response.SetHeader("Content-Type", "text/plain");
    response.End("Hello, World!\n");
});

await server.ListenAsync(args.Length > 0 ? int.Parse(args[0]) : 8080, "127.0.0.1");
Console.WriteLine($"listening on http://{server.Address}");
await server.Completion;
