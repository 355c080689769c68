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

    /// <summary>The marked row of the table.</summary>
    internal int Row { get; private set; }

    /// <summary>The service whose part of the tree is shown; null: all of it.</summary>
    internal string? Focus { get; private set; }

    /// <summary>The names that are in the table, in its order; told by whoever draws it.</summary>
    internal IReadOnlyList<string> Rows
    {
        get;
        set
        {
            field = value;
            Row = Math.Clamp(Row, 0, Math.Max(0, value.Count - 1));
        }
    }

    = [];

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
            case ConsoleKey.DownArrow or ConsoleKey.UpArrow or ConsoleKey.PageDown or ConsoleKey.PageUp:
                Move(key.Key switch { ConsoleKey.DownArrow => 1, ConsoleKey.UpArrow => -1, ConsoleKey.PageDown => 10, _ => -10 });
                return;
            case ConsoleKey.Enter when Mode is ViewMode.Services && Rows.Count > 0:
                (Mode, Focus, Scroll) = (ViewMode.Tree, Rows[Row], 0);
                return;
            case ConsoleKey.Escape:
                (Mode, Focus, Filter, Scroll) = (ViewMode.Services, null, Mode is ViewMode.Services ? "" : Filter, 0);
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
                (Mode, Focus, Scroll) = (Mode is ViewMode.Tree ? ViewMode.Services : ViewMode.Tree, null, 0);
                break;
            case '?' or 'h':
                Mode = Mode is ViewMode.Help ? ViewMode.Services : ViewMode.Help;
                break;
        }
    }

    private void Move(int lines)
    {
        if (Mode is ViewMode.Services)
            Row = Math.Clamp(Row + lines, 0, Math.Max(0, Rows.Count - 1));
        else
            Scroll = Math.Max(0, Scroll + lines);
    }
}
