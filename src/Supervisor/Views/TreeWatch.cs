namespace HttpActors.Supervisor.Views;

/// <summary>The tree as it was last seen. Actors are asked for it, and nobody waits at the keys for their answers.</summary>
/// <param name="look">Draws the part of one service, or all for null.</param>
internal sealed class TreeWatch(Func<string?, Task<string>> look)
{
    private Seen? _seen;
    private Seen? _shown;
    private bool _isLooking;

    /// <summary>Empty until the first look is over.</summary>
    internal string Text => _shown?.Text ?? "";

    /// <param name="focus">The service whose part is wanted; null: all.</param>
    /// <param name="isDue">What was seen before is old.</param>
    /// <returns>True when there is something new to show.</returns>
    internal bool Follow(string? focus, bool isDue)
    {
        if (_shown?.Focus != focus)
            _shown = null;
        var seen = Interlocked.Exchange(ref _seen, null);
        var isNew = seen is not null && seen.Focus == focus;
        if (isNew)
            _shown = seen;
        if (!Volatile.Read(ref _isLooking) && (isDue || _shown is null))
        {
            Volatile.Write(ref _isLooking, true);
            _ = LookAsync(focus);
        }

        return isNew;
    }

    private async Task LookAsync(string? focus)
    {
        string text;
        try
        {
            text = await look(focus).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            text = $"cannot look: {failure.Message}";
        }

        Volatile.Write(ref _seen, new Seen(focus, text));
        Volatile.Write(ref _isLooking, false);
    }

    private sealed record Seen(string? Focus, string Text);
}
