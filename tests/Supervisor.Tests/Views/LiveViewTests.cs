using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using HttpActors.Supervisor.Config;
using HttpActors.Supervisor.Hosting;
using HttpActors.Supervisor.Operations;
using HttpActors.Supervisor.Tests.Harness;
using HttpActors.Supervisor.Views;
using HttpActors.Tests.Shared;
using Spectre.Console;

namespace HttpActors.Supervisor.Tests.Views;

/// <summary>The loop of the live view on a terminal that a test reads and types on, over services that run.</summary>
public sealed partial class LiveViewTests : IAsyncLifetime
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _time = new();
    private readonly LockedWriter _terminal = new();
    private readonly ConcurrentQueue<ConsoleKeyInfo> _keys = new();
    private readonly CancellationTokenSource _closing = new();
    private OperationsHost _host = null!;
    private Uri _url = null!;

    public async Task InitializeAsync()
    {
        var file = _directory.Write("httpactors.json", """
            {
              "listeners": [ { "address": "127.0.0.1:0", "routes": [ { "service": "site" }, { "path": "/api", "service": "api" } ] } ],
              "services": { "site": { "type": "response", "body": "12345" }, "api": { "type": "echo" } },
              "admin": { "enabled": false },
              "control": { "enabled": false }
            }
            """);
        _host = new OperationsHost(ConfigFile.Load(file), new SupervisorLog(TextWriter.Null, TimeProvider.System), TextWriter.Null, isSilent: true);
        await _host.StartAsync().InTime();
        await _host.Gateway.SettledAsync().InTime();
        _url = new Uri(_host.Gateway.Now.Listeners[0].Url);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _closing.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    public async Task It_shows_what_runs_and_fits_the_width(int width)
    {
        var running = RunAsync(width);
        await ShowsAsync("site", "api", "running", "0 connections", "no warnings or errors");

        await RawClient.GetAsync(_url, "/");
        await Bounded.Until(() => _host.Status.Read().Services.Single(service => service.Name == "site").Requests == 1);
        PassSecond();
        await ShowsAsync("0.1 requests/s");

        Assert.All(Picture.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, width));
        Assert.Equal(width >= 150, Picture.Contains($"{_url.Port}  ", StringComparison.Ordinal));
        await EndAsync(running, 'q');
    }

    [Fact]
    public async Task A_key_is_answered_before_the_second_is_over()
    {
        var running = RunAsync(80);
        await ShowsAsync("q quit");

        await TypeAsync('?', "show services with these letters");
        await TypeAsync('?', "s sort (name)");
        await TypeAsync('s', "s sort (state)");
        await TypeAsync('/', "filter: _");
        await TypeAsync('s', "filter: s_");
        await TypeAsync(ConsoleKey.Enter, "/ filter (s)");
        Assert.DoesNotContain("api", Picture);
        await TypeAsync(ConsoleKey.Escape, "api");
        await EndAsync(running, 'q');
    }

    [Fact]
    public async Task Enter_goes_down_into_the_actors_of_the_marked_service_and_the_connections_that_are_at_it()
    {
        using var client = await RawClient.ConnectAsync(_url);
        await client.SendAsync("POST /api HTTP/1.1\r\nHost: x\r\nContent-Length: 20003\r\n\r\n" + new string('a', 20000));
        await Bounded.Until(() => _host.Status.Read().Services.Single(service => service.Name == "api").InFlight == 1);
        var running = RunAsync(100);
        await ShowsAsync(">api");

        await TypeAsync(ConsoleKey.Enter, "http  1 connection, 1 at api");
        Assert.Contains("POST /api for", Picture);
        Assert.Contains("run-1  echo, 1 in flight", Picture);
        Assert.DoesNotContain("site", Picture);

        await TypeAsync(ConsoleKey.Escape, ">api");
        await TypeAsync(ConsoleKey.DownArrow, ">site");
        await TypeAsync(ConsoleKey.Enter, "http  1 connection, 0 at site");
        await TypeAsync(ConsoleKey.Escape, ">site");
        await TypeAsync('t', "run-1  response, 0 in flight");
        Assert.Contains("run-1  echo, 1 in flight", Picture);
        await EndAsync(running, 'q');
    }

    [Fact]
    public async Task The_terminal_is_given_back_when_the_process_ends()
    {
        var running = RunAsync(80);
        await ShowsAsync("q quit");

        await _closing.CancelAsync();

        await running.InTime();
        Assert.EndsWith("\u001b[?25h\u001b[?1049l", _terminal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_without_end_hold_nothing_up()
    {
        var view = new LiveView(CreateConsole(80), () => new ConsoleKeyInfo('\0', default, false, false, false), _host, _time);
        var running = Task.Run(() => view.RunAsync(_closing.Token));
        await ShowsAsync("q quit");

        await _closing.CancelAsync();

        await running.InTime();
    }

    /// <summary>The last picture that was drawn to its end, from the upper left corner on.</summary>
    private string Picture
    {
        get
        {
            const string Home = "\u001b[H";
            var all = _terminal.ToString();
            var end = all.LastIndexOf("\u001b[J", StringComparison.Ordinal);
            return end < 0 ? "" : Controls().Replace(all[(all.LastIndexOf(Home, end, StringComparison.Ordinal) + Home.Length)..end], "");
        }
    }

    private IAnsiConsole CreateConsole(int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(_terminal) });
        (console.Profile.Width, console.Profile.Height) = (width, 30);
        return console;
    }

    private Task RunAsync(int width)
    {
        var view = new LiveView(CreateConsole(width), () => _keys.TryDequeue(out var key) ? key : null, _host, _time);
        return Task.Run(() => view.RunAsync(_closing.Token));
    }

    private Task TypeAsync(char key, string words) => TypeAsync(new ConsoleKeyInfo(key, default, false, false, false), words);

    private Task TypeAsync(ConsoleKey key, string words) => TypeAsync(new ConsoleKeyInfo('\0', key, false, false, false), words);

    private Task TypeAsync(ConsoleKeyInfo key, string words)
    {
        _keys.Enqueue(key);
        return ShowsAsync(words);
    }

    private async Task EndAsync(Task running, char key)
    {
        _keys.Enqueue(new ConsoleKeyInfo(key, default, false, false, false));
        await Bounded.Until(() =>
        {
            _time.Advance(Beat);
            return running.IsCompleted;
        });
        await running.InTime();
        Assert.EndsWith("\u001b[?1049l", _terminal.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A beat at a time, for as long as it takes.</summary>
    private async Task ShowsAsync(params string[] words)
    {
        try
        {
            await Bounded.Until(() =>
            {
                _time.Advance(Beat);
                return words.All(word => Picture.Contains(word, StringComparison.Ordinal));
            });
        }
        catch (TimeoutException)
        {
            Assert.Fail($"'{string.Join("', '", words)}' not shown:\n{Picture}");
        }
    }

    private void PassSecond() => _time.Advance(TimeSpan.FromSeconds(1));

    [GeneratedRegex("\u001b\\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Controls();
}
