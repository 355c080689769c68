#!/usr/bin/env dotnet
#:project ../../src/Api/HttpActors.csproj
#:property PublishAot=false

using HttpActors;

var response = await Http.GetAsync(args.Length > 0 ? args[0] : "http://127.0.0.1:8080/");
Console.WriteLine($"{response.StatusCode} {response.StatusMessage}");
Console.WriteLine(await response.ReadStringAsync());
