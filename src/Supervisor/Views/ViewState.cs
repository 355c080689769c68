namespace HttpActors.Supervisor.Views;

internal enum ViewMode
{
    Services,
    Tree,
    Help,
}

/// <summary>What the person at the keys has chosen; changed by keys only, so that a test can press them.</summary>
internal sealed class ViewState
{
    /// <summary>In the order in which <c>s</c> goes through them.</summary>
    internal static readonly string[] SortKeys = ["name", "state", "requests", "latency", "restarts"];

    internal ViewMode Mode { get; private set; }

    internal string SortBy { get; private set; } = SortKeys[0];

    /// <summary>Part of a service's name; empty shows all.</summary>
    internal string Filter { get; private set; } = "";

    /// <summary>Keys are letters of the filter.</summary>
    internal bool IsTyping { get; private set; }

    internal bool WantsToQuit { get; private set; }

    /// <summary>How many lines of the tree are above the screen.</summary>
    internal int Scroll { get; private set; }

    internal void Press(ConsoleKeyInfo key)
    {
        if (key.Key is ConsoleKey.C && key.Modifiers.HasFlag(ConsoleModifiers.Control))
            WantsToQuit = true;
        else if (IsTyping)
            Type(key);
        else
            Command(key);
    }

    private void Type(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                IsTyping = false;
                break;
            case ConsoleKey.Escape:
                (IsTyping, Filter) = (false, "");
                break;
            case ConsoleKey.Backspace when Filter.Length > 0:
                Filter = Filter[..^1];
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                    Filter += key.KeyChar;
                break;
        }
    }

    private void Command(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.DownArrow:
                Scroll++;
                return;
            case ConsoleKey.UpArrow:
                Scroll = Math.Max(0, Scroll - 1);
                return;
            case ConsoleKey.Escape:
                (Mode, Filter, Scroll) = (ViewMode.Services, "", 0);
                return;
        }

        switch (key.KeyChar)
        {
            case 'q':
                WantsToQuit = true;
                break;
            case 's':
                SortBy = SortKeys[(Array.IndexOf(SortKeys, SortBy) + 1) % SortKeys.Length];
                break;
            case '/':
                IsTyping = true;
                break;
            case 't':
                (Mode, Scroll) = (Mode is ViewMode.Tree ? ViewMode.Services : ViewMode.Tree, 0);
                break;
            case '?' or 'h':
                Mode = Mode is ViewMode.Help ? ViewMode.Services : ViewMode.Help;
                break;
        }
    }
}
