using HttpActors.Supervisor.Hosting;
using HttpActors.Supervisor.Operations;
using Spectre.Console;

namespace HttpActors.Supervisor.Views;

/// <summary>A screen where there is a terminal at both ends, plain lines everywhere else.</summary>
internal static class ViewChoice
{
    internal static Func<OperationsHost, SupervisorLog, CancellationToken, Task>? For(bool isPlain) =>
        isPlain || Console.IsInputRedirected || Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb"
            ? null
            : (host, _, closing) => ShowAsync(host, closing);

    private static Task ShowAsync(OperationsHost host, CancellationToken closing)
    {
        // https://no-color.org: set to anything but nothing.
        var hasColors = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = hasColors ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        return new LiveView(console, () => Console.KeyAvailable ? Console.ReadKey(intercept: true) : null, host, TimeProvider.System).RunAsync(closing);
    }
}
