using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;

namespace HttpActors.Actors.Tests.Loops;

/// <summary>
/// What clients and the monitor do, one step after the other, as a seed says: a burst of requests of which one may
/// block its handler, whose loop is taken away then; blocked handlers are let go in any order, while others go on.
/// </summary>
internal sealed class HandOffSchedule : IDisposable
{
    private const int Clients = 12;
    private const int MostBlocked = 3;
    private const int MostRequests = 3;
    private readonly Random _random;
    private readonly RawClient[] _clients;
    private readonly List<string>[] _unanswered;
    private readonly ConcurrentDictionary<string, HandlerGate> _gates;
    private readonly Func<bool> _takeAway;
    private readonly Dictionary<int, HandlerGate> _blocked = [];

    private HandOffSchedule(
        int seed, RawClient[] clients, ConcurrentDictionary<string, HandlerGate> gates, Func<bool> takeAway)
    {
        _random = new Random(seed);
        _clients = clients;
        _unanswered = [.. clients.Select(_ => new List<string>())];
        _gates = gates;
        _takeAway = takeAway;
    }

    /// <summary>Requests so far.</summary>
    public int Sent { get; private set; }

    /// <param name="seed">Of every choice.</param>
    /// <param name="server">Where to connect.</param>
    /// <param name="gates">What handlers look up, by the request's target.</param>
    /// <param name="takeAway">Takes the loop of the blocked handler away; false: there was none to take.</param>
    public static async Task<HandOffSchedule> ConnectAsync(
        int seed, EndPoint server, ConcurrentDictionary<string, HandlerGate> gates, Func<bool> takeAway)
    {
        var clients = new RawClient[Clients];
        for (var i = 0; i < Clients; i++)
        {
            clients[i] = await RawClient.ConnectAsync(server);
        }

        return new HandOffSchedule(seed, clients, gates, takeAway);
    }

    public async Task StepAsync()
    {
        if (_blocked.Count == MostBlocked || (_blocked.Count > 0 && _random.Next(4) == 0))
        {
            await LetGoAsync(_blocked.Keys.ElementAt(_random.Next(_blocked.Count)));
            return;
        }

        var free = Enumerable.Range(0, Clients).Where(client => !_blocked.ContainsKey(client)).ToArray();
        await SendAsync(free[_random.Next(free.Length)]);
    }

    public async Task FinishAsync()
    {
        while (_blocked.Count > 0)
        {
            await LetGoAsync(_blocked.Keys.First());
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }
    }

    private async Task SendAsync(int client)
    {
        var requests = _random.Next(1, MostRequests + 1);
        var blocks = _random.Next(4) > 0 ? _random.Next(requests) : -1;
        var burst = new StringBuilder();
        HandlerGate? gate = null;
        for (var i = 0; i < requests; i++)
        {
            var target = string.Create(CultureInfo.InvariantCulture, $"/{client}/{Sent++}/{_random.Next(3)}");
            _unanswered[client].Add(target);
            burst.Append(CultureInfo.InvariantCulture, $"GET {target} HTTP/1.1\r\nHost: h\r\n\r\n");
            if (i == blocks)
            {
                _gates[target] = gate = new HandlerGate();
            }
        }

        await _clients[client].SendAsync(burst.ToString());
        if (gate is null)
        {
            await ReadAsync(client);
            return;
        }

        await gate.Entered.InTime();
        Assert.True(_takeAway() || !gate.HoldsLoop, "A thread in a handler kept its loop.");
        _blocked.Add(client, gate);
    }

    private Task LetGoAsync(int client)
    {
        _blocked.Remove(client, out var gate);
        gate!.Release();
        return ReadAsync(client);
    }

    private async Task ReadAsync(int client)
    {
        foreach (var target in _unanswered[client])
        {
            Assert.Equal(target, (await _clients[client].ReadResponseAsync()).Body);
        }

        _unanswered[client].Clear();
    }
}
