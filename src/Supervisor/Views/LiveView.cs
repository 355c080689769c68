using HttpActors.Supervisor.Admin;
using HttpActors.Supervisor.Operations;
using Spectre.Console;

namespace HttpActors.Supervisor.Views;

/// <summary>The screen of <c>run</c> on a terminal: a picture a second, and at once after a key.</summary>
internal sealed class LiveView(IAnsiConsole console, Func<ConsoleKeyInfo?> readKey, OperationsHost host, TimeProvider clock)
{
    private static readonly TimeSpan KeyPace = TimeSpan.FromMilliseconds(50);

    private const int KeysPerFrame = 20;

    /// <summary>A terminal that was closed has keys without end.</summary>
    private const int MostKeysPerBeat = 100;

    private readonly ViewState _state = new();
    private readonly TrafficSampler _traffic = new(host.Metrics, clock);
    private readonly TreeWatch _tree = new(service => TreeText.RenderAsync(host.Gateway, clock, service));

    /// <summary>Ends when it is cancelled or the person quits.</summary>
    internal async Task RunAsync(CancellationToken closing)
    {
        using var pace = new PeriodicTimer(KeyPace, clock);
        var screen = new ScreenBuffer(console);
        screen.Open();
        try
        {
            var frame = Look();
            for (var beat = 1; !_state.WantsToQuit; beat++)
            {
                var wasPressed = PressKeys();
                var isDue = beat % KeysPerFrame == 0;
                if (isDue)
                    frame = Look();
                var isTreeNew = _state.Mode is ViewMode.Tree && _tree.Follow(_state.Focus, isDue);
                if (wasPressed || isDue || isTreeNew || beat == 1)
                    screen.Show(LiveScreen.Render(frame with { Tree = _tree.Text }, _state, console.Profile.Width, console.Profile.Height));
                if (!await pace.WaitForNextTickAsync(closing).ConfigureAwait(false))
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            // The process is about to end: give the terminal back.
        }
        finally
        {
            screen.Close();
        }
    }

    private ViewFrame Look() => new(host.Status.Read(), _traffic.Sample(), "");

    private bool PressKeys()
    {
        var wasPressed = false;
        for (var i = 0; i < MostKeysPerBeat && readKey() is { } key; i++)
        {
            _state.Press(key);
            wasPressed = true;
        }

        return wasPressed;
    }
}
