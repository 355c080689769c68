using HttpActors.Actors.Server;
using HttpActors.Protocol;

namespace HttpActors.Actors.Tests.Sessions;

/// <summary>Events in any order: a session never fails, never answers twice, and once it is closed it stays closed.</summary>
public sealed class SessionRandomTests
{
    private static readonly string[] Pieces =
    [
        "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n",
        "4\r\nbody\r\n",
        "0\r\n\r\n",
        "body",
        "GET / HT",
        "\r\n",
        "HEAD / HTTP/1.0\r\n\r\n",
        "CONNECT h:1 HTTP/1.1\r\nHost: h:1\r\n\r\n",
        "PUT / HTTP/1.1\r\nHost: h\r\nExpect: x\r\nContent-Length: 1\r\n\r\n",
    ];

    [Fact]
    public void Any_order_of_events_keeps_the_session_sound()
    {
        for (var seed = 0; seed < 3_000; seed++)
        {
            var walk = new Walk(seed);
            try
            {
                walk.Run(steps: 40);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed} after: {string.Join(", ", walk.Steps)}", error);
            }
        }
    }

    private sealed class Walk
    {
        private readonly Random _random;
        private readonly SessionDriver _driver;
        private bool _inputEnded;
        private bool _ended;

        public Walk(int seed)
        {
            _random = new Random(seed);
            _driver = new SessionDriver(ServerSettings.Default with { MaxDiscardedBytes = 100, ExchangesPerTurn = 2 });
            _driver.World.Handler = _ =>
            {
                _ended = false;
                if (_random.Next(3) == 0)
                {
                    Respond();
                }
            };
        }

        public List<string> Steps { get; } = [];

        public void Run(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                var before = _driver.State;
                Step(_random.Next(11));
                Assert.False(before == SessionState.Closed && _driver.State != SessionState.Closed, "It came back to life.");
            }

            var log = _driver.World.Log;
            var over = log.Count(entry => entry.StartsWith("exchange ", StringComparison.Ordinal));
            var published = log.Count(entry => entry.StartsWith("publish", StringComparison.Ordinal));
            Assert.InRange(over, published - 1, published);
            Assert.InRange(log.Count(entry => entry.StartsWith("close ", StringComparison.Ordinal)), 0, 1);
            Assert.InRange(log.Count(entry => entry.StartsWith("abort ", StringComparison.Ordinal)), 0, 1);
        }

        private void Step(int kind)
        {
            Steps.Add($"{kind} in {_driver.State}");
            switch (kind)
            {
                case <= 2 when !_inputEnded:
                    _driver.Session.BeginTurn();
                    _driver.Feed(Pieces[_random.Next(Pieces.Length)]);
                    break;
                case <= 4:
                    Respond();
                    break;
                case 5:
                    _driver.World.Demand = (BodyDemand)_random.Next(2);
                    break;
                case 6:
                    _driver.Tick(TimeSpan.FromSeconds(_random.Next(1, 90)));
                    break;
                case 7:
                    _driver.Session.OnHandlerFailed();
                    break;
                default:
                    Disturb(_random.Next(12));
                    break;
            }

            Continue();
        }

        private void Disturb(int kind)
        {
            switch (kind)
            {
                case 0:
                    _driver.Session.OnDrain();
                    break;
                case 1:
                    _driver.Session.OnCloseIdle();
                    break;
                case 2 when !_inputEnded && _driver.Held.Length == 0:
                    _inputEnded = true;
                    _driver.Session.OnInputEnded(_random.Next(2) == 0);
                    break;
                case 3 when _driver.State == SessionState.Closing:
                    _driver.Session.OnLingering();
                    break;
                default:
                    _driver.Session.OnOutputProgress();
                    break;
            }
        }

        /// <summary>As a handler may: only while its exchange is under way and its response not over.</summary>
        private void Respond()
        {
            var underWay = _driver.State is SessionState.Dispatching or SessionState.ReadingBody or SessionState.Responding;
            if (!underWay || _ended)
            {
                return;
            }

            if (!_driver.Session.ResponseStarted)
            {
                _driver.SendHead();
            }

            _driver.Session.SendData("data"u8);
            if (_random.Next(2) == 0)
            {
                _ended = true;
                _driver.SendEnd();
            }
        }

        private void Continue()
        {
            if (_driver.State == SessionState.Draining)
            {
                _driver.World.Demand = BodyDemand.Discard;
            }

            _driver.NextTurn();
        }
    }
}
