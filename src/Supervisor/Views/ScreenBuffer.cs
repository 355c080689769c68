using Spectre.Console;
using Spectre.Console.Rendering;

namespace HttpActors.Supervisor.Views;

/// <summary>
/// The terminal's second screen, drawn over and over from its upper left corner: what was on the first one is there again
/// afterwards. Drawn over, not cleared first, so that nothing flickers.
/// </summary>
internal sealed class ScreenBuffer(IAnsiConsole console)
{
    private const string Enter = "\u001b[?1049h\u001b[?25l\u001b[2J";
    private const string Leave = "\u001b[?25h\u001b[?1049l";
    private const string Home = "\u001b[H";
    private const string EraseBelow = "\u001b[J";

    internal void Open() => Raw(Enter);

    internal void Close() => Raw(Leave);

    internal void Show(IRenderable picture)
    {
        Raw(Home);
        var lines = Segment.SplitLines(picture.Render(RenderOptions.Create(console), console.Profile.Width));
        var shown = lines.Take(console.Profile.Height - 1).ToArray();
        console.Write(new Picture(shown));
        Raw(EraseBelow);
    }

    private void Raw(string text)
    {
        console.Profile.Out.Writer.Write(text);
        console.Profile.Out.Writer.Flush();
    }

    /// <summary>Lines that were rendered already, each erased to its end: the last picture's may have been longer.</summary>
    private sealed class Picture(SegmentLine[] lines) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            foreach (var line in lines)
            {
                foreach (var segment in line)
                    yield return segment;
                yield return Segment.Control("\u001b[K");
                yield return Segment.LineBreak;
            }
        }
    }
}
