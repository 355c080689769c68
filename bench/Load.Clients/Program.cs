using System.Globalization;
using System.Text.Json;
using HttpActors.Bench.Load.Clients;

if (args is not [var name, var address, var lanes, var warmup, var seconds] || name is not ("ours" or "sockets"))
{
    Console.Error.WriteLine("usage: ours|sockets HOST:PORT LANES WARMUP-SECONDS SECONDS");
    return 1;
}

var url = new Uri($"http://{address}/");
await using IClient client = name == "ours" ? new OursClient(url) : new SocketsClient(url);
var run = new ClientRun(client, int.Parse(lanes, CultureInfo.InvariantCulture));
Console.WriteLine(JsonSerializer.Serialize(await run.RunAsync(Seconds(warmup), Seconds(seconds))));
return 0;

static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, CultureInfo.InvariantCulture));
