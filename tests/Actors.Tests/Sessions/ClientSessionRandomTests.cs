using HttpActors.Actors.Client;

namespace HttpActors.Actors.Tests.Sessions;

/// <summary>Events in any order: a client's session never fails, tells each response and each ending once, and stays closed.</summary>
public sealed class ClientSessionRandomTests
{
    private static readonly string[] Pieces =
    [
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
        "4\r\nbody\r\n",
        "0\r\n\r\n",
        "body",
        "HTTP/1.1 2",
        "\r\n",
    ];

    [Fact]
    public void Any_order_of_events_keeps_the_session_sound()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var steps = new List<string>();
            try
            {
                Walk(random, steps);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed} after: {string.Join(", ", steps)}", error);
            }
        }
    }

    private static void Walk(Random random, List<string> steps)
    {
        var driver = new ClientSessionDriver(ClientSettings.Default with { MaxDiscardedBytes = 100 });
        for (var step = 0; step < 30 && driver.State != ClientState.Closed; step++)
        {
            steps.Add(Step(driver, random));
        }

        driver.Session.OnInputEnded(failed: true);
        driver.Session.OnInputEnded(failed: false);
        Assert.Equal(ClientState.Closed, driver.State);
        AssertSound([.. driver.Log]);
    }

    private static string Step(ClientSessionDriver driver, Random random)
    {
        switch (random.Next(8))
        {
            case 0 or 1 when driver.State == ClientState.Idle:
                driver.Ask();
                return "ask";
            case 2 when driver.State == ClientState.Idle:
                driver.Begin();
                return "begin";
            case 2 when !driver.Session.RequestComplete && driver.Session.RequestCount > 0:
                driver.End();
                return "end";
            case 3:
                driver.World.Demand = (BodyDemand)random.Next(3);
                driver.Session.OnDemandChanged();
                driver.Pump();
                return $"demand {driver.World.Demand}";
            case 4:
                driver.Tick(TimeSpan.FromSeconds(random.Next(400)));
                return "tick";
            case 5 when random.Next(6) == 0:
                driver.Session.OnOutputFailed();
                return "output fails";
            default:
                var piece = Pieces[random.Next(Pieces.Length)];
                driver.Feed(piece);
                return $"\"{piece}\"";
        }
    }

    /// <summary>Of each exchange: one head at most, an end only behind it, and one ending.</summary>
    private static void AssertSound(string[] log)
    {
        var (heads, ends, over) = (0, 0, 0);
        foreach (var entry in log)
        {
            Assert.Equal(0, over);
            switch (entry.Split(' ')[0])
            {
                case "head":
                    Assert.Equal(0, heads++);
                    break;
                case "end":
                    Assert.Equal((1, 0), (heads, ends++));
                    break;
                case "free":
                    Assert.Equal((1, 1), (heads, ends));
                    (heads, ends) = (0, 0);
                    break;
                case "last":
                    Assert.Equal((1, 1), (heads, ends));
                    over++;
                    break;
                case "fail" or "close":
                    over++;
                    break;
            }
        }
    }
}
