using HttpActors.Supervisor.Admin;
using HttpActors.Supervisor.Views;
using Spectre.Console;

namespace HttpActors.Supervisor.Tests.Views;

public class ViewTests
{
    private static readonly ViewFrame Frame = new(
        new StatusSnapshot(
            42,
            "/etc/httpactors.json",
            3700,
            [new ListenerStatus("http://127.0.0.1:8080", 3, ["api"])],
            [
                new ServiceStatus("site", "static", "running", 3700, 0, null, null, 1, 1000, [8080]),
                new ServiceStatus("api", "code", "backing-off", 2, 3, "it failed: no database", 4.2, 0, 10, [8080, 8443]),
            ],
            ["2026-03-01T12:00:00.000Z error   api: it failed: no database"]),
        new Dictionary<string, Traffic> { ["site"] = new(12.5, 0.0004, 0.021, 1.5, [990, 5, 3, 2], 5_000_000) },
        "/user/supervisor\n├─ listener-8080\n└─ api\n");

    [Theory]
    [InlineData(80)]
    [InlineData(160)]
    public void It_fits_the_width(int width)
    {
        var lines = Draw(new ViewState(), width).Split('\n');

        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, width));
        Assert.Contains(lines, line => line.Contains("site") && line.Contains("running") && line.Contains("12.5") && line.Contains("400µs"));
        Assert.Contains(lines, line => line.Contains("backing-off 4s"));
        Assert.Contains(lines, line => line.Contains("it failed: no database"));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    public void A_narrow_one_has_what_is_looked_at_first(int width)
    {
        var lines = Draw(new ViewState(), width).Split('\n');

        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, width));
        Assert.Contains(lines, line => line.Contains("site") && line.Contains("running") && line.Contains("12.5") && line.TrimEnd().EndsWith(" 2", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("backing-off 4s"));
        Assert.Contains(lines, line => line.StartsWith("q quit", StringComparison.Ordinal));
        Assert.Equal(width >= 60, lines.Any(line => line.Contains("p95", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_wide_one_has_ports_classes_and_bytes()
    {
        var text = Draw(new ViewState(), 160);

        Assert.Contains("8080,8443", text);
        Assert.Contains("990", text);
        Assert.Contains("4882 KiB", text);
    }

    [Fact]
    public void Keys_sort_and_filter()
    {
        var state = new ViewState();
        Assert.True(Draw(state).IndexOf("api ", StringComparison.Ordinal) < Draw(state).IndexOf("site ", StringComparison.Ordinal));

        Press(state, "ss");
        Assert.Equal("requests", state.SortBy);
        Assert.True(Draw(state).IndexOf("api ", StringComparison.Ordinal) > Draw(state).IndexOf("site ", StringComparison.Ordinal));

        Press(state, "/SIq");
        Assert.False(state.WantsToQuit);
        Press(state, ConsoleKey.Backspace);
        Press(state, ConsoleKey.Enter);
        Assert.DoesNotContain("backing-off", Draw(state));
        Press(state, ConsoleKey.Escape);
        Assert.Contains("backing-off", Draw(state));
        Press(state, "q");
        Assert.True(state.WantsToQuit);
    }

    [Fact]
    public void The_tree_is_behind_a_key_and_scrolls()
    {
        var state = new ViewState();

        Press(state, "t");
        Assert.Contains("├─ listener-8080", Draw(state));
        Press(state, ConsoleKey.DownArrow);
        Press(state, ConsoleKey.DownArrow);
        Assert.DoesNotContain("├─ listener-8080", Draw(state));
        Assert.Contains("└─ api", Draw(state));
        Press(state, "t");
        Assert.Contains("backing-off", Draw(state));
    }

    [Fact]
    public void The_marked_row_stays_in_sight()
    {
        var many = Frame with
        {
            Status = Frame.Status with { Services = [.. Enumerable.Range(100, 50).Select(i => Frame.Status.Services[0] with { Name = $"s{i}" })] },
        };
        var state = new ViewState();
        Draw(state, 80, many);

        for (var i = 0; i < 60; i++)
            Press(state, ConsoleKey.DownArrow);

        Assert.Contains(">s149", Draw(state, 80, many));
        Press(state, "/s120");
        Assert.Contains(">s120", Draw(state, 80, many));
    }

    [Fact]
    public void Many_services_on_a_low_screen_leave_room_for_the_rest()
    {
        var many = Frame with
        {
            Status = Frame.Status with { Services = [.. Enumerable.Range(0, 200).Select(i => Frame.Status.Services[0] with { Name = $"s{i}" })] },
        };

        Assert.InRange(Draw(new ViewState(), 80, many).Split('\n').Length, 10, 25);
    }

    [Fact]
    public void Without_colors_nothing_is_colored() => Assert.DoesNotContain("\u001b[38", Draw(new ViewState(), 80, Frame, ColorSystemSupport.NoColors));

    [Fact]
    public void The_picture_is_drawn_on_a_screen_that_is_given_back()
    {
        var output = new StringWriter();
        var screen = new ScreenBuffer(Console(output, 80, 24, ColorSystemSupport.NoColors));

        screen.Open();
        screen.Show(LiveScreen.Render(Frame, new ViewState(), 80, 24));
        screen.Close();

        Assert.StartsWith("\u001b[?1049h", output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\u001b[?1049l", output.ToString(), StringComparison.Ordinal);
        Assert.InRange(output.ToString().Split('\n').Length, 5, 24);
    }

    [Theory]
    [InlineData(0.5, 1.5)]
    [InlineData(1, 2)]
    [InlineData(0.25, 1)]
    public void Quantiles_are_interpolated_within_their_bucket(double part, double expected) =>
        Assert.Equal(expected, TrafficSampler.Quantile(part, [1, 2, 1, 0], [1, 2, 2.0001]), 3);

    [Fact]
    public void Quantiles_of_nothing_are_no_number_and_above_all_bounds_the_last()
    {
        Assert.Equal(double.NaN, TrafficSampler.Quantile(0.5, [0, 0], [1]));
        Assert.Equal(1, TrafficSampler.Quantile(0.5, [0, 9], [1]));
    }

    private static string Draw(ViewState state, int width = 120, ViewFrame? frame = null, ColorSystemSupport colors = ColorSystemSupport.NoColors)
    {
        var output = new StringWriter();
        Console(output, width, 25, colors).Write(LiveScreen.Render(frame ?? Frame, state, width, 25));
        return output.ToString();
    }

    private static IAnsiConsole Console(StringWriter output, int width, int height, ColorSystemSupport colors)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = colors, Out = new AnsiConsoleOutput(output) });
        (console.Profile.Width, console.Profile.Height) = (width, height);
        return console;
    }

    private static void Press(ViewState state, string letters)
    {
        foreach (var letter in letters)
            state.Press(new ConsoleKeyInfo(letter, default, false, false, false));
    }

    private static void Press(ViewState state, ConsoleKey key) => state.Press(new ConsoleKeyInfo('\0', key, false, false, false));
}
